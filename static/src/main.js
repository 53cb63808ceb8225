/**
 * Starts what every page shares: the GOV.UK components on it, focus kept clear of sticky bars, and uploads.
 * Everything here only improves pages that already read and submit without it.
 */
import {
  createAll, Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink, Tabs,
} from 'govuk-frontend';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink, Tabs]) {
  createAll(component);
}

if (document.querySelector('form[data-upload]')) {
  const { enhanceUploads } = await import('./upload.js');
  enhanceUploads(document);
  const { enhanceOffers } = await import('./offers.js');
  document.querySelectorAll('form[data-upload]').forEach(enhanceOffers);
}
