"""The probe: the embedded store does everything that is asked of a store."""

from workspace.probe import probe
from workspace.storage import Store


def test_the_embedded_store_does_what_is_needed(store: Store) -> None:
    findings = probe(store)
    assert len(findings) == 10
    assert [each for each in findings if not each.holds] == []


def test_probing_leaves_the_real_bucket_alone(store: Store) -> None:
    probe(store)
    assert list(store.client.list_objects(store.bucket, recursive=True)) == []
