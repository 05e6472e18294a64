//! The log and the records in it.

use crate::{
    LogPlace, State,
    store::{RecordPage, RecordRow, Snapshot, StoredChange},
};

use super::{
    Cases, Place,
    build::{NewPosition, change, commit, fair, name, other_fair, position, read},
};

pub(super) const CASES: Cases = &[
    ("changes come back as they went in", changes_come_back),
    ("an erased body stays erased", an_erased_body_stays_erased),
    (
        "the log is read in order and in parts",
        the_log_is_read_in_order,
    ),
    (
        "the newest revision is that of the sequence",
        the_newest_revision,
    ),
    ("revisions are found by their numbers", revisions_are_found),
    (
        "collections are listed in the order of ids",
        collections_are_listed,
    ),
    ("fairs do not see each other", fairs_do_not_see_each_other),
    ("the index of records is listed whole", the_index_is_listed),
];

/// Three positions: a and b; a twice; b void and a thing of a longer id.
fn history() -> Vec<NewPosition> {
    let void = StoredChange {
        state: State::Void,
        reason: "lapsed".to_owned(),
        moved_to: name("ab"),
        facts: Vec::new(),
        ..change("b", 2, 3, 0)
    };
    vec![
        position(1).changing(vec![change("a", 1, 1, 0), change("b", 1, 1, 1)]),
        position(2).changing(vec![change("a", 2, 2, 0), change("a", 3, 2, 1)]),
        position(3).changing(vec![void, change("ab", 1, 3, 1)]),
    ]
}

fn written() -> Vec<StoredChange> {
    history()
        .into_iter()
        .flat_map(|position| position.changes)
        .collect()
}

const fn at(sequence: i64, ordinal: i64) -> LogPlace {
    LogPlace { sequence, ordinal }
}

fn changes_come_back(place: &dyn Place) {
    let store = place.open();
    commit(&*store, &history());
    drop(store);
    let store = place.open();
    let places = [at(3, 1), at(1, 0), at(1, 2), at(4, 0), at(3, 0)];
    let found = read(&*store, |snapshot| {
        snapshot.changes_at(&fair(), &places).unwrap()
    });
    let written = written();
    let wanted = vec![
        Some(written[5].clone()),
        Some(written[0].clone()),
        None,
        None,
        Some(written[4].clone()),
    ];
    assert_eq!(found, wanted);
}

fn an_erased_body_stays_erased(place: &dyn Place) {
    let store = place.open();
    let erased = StoredChange {
        salt: None,
        body: None,
        ..change("a", 1, 1, 0)
    };
    commit(&*store, &[position(1).changing(vec![erased.clone()])]);
    let found = read(&*store, |snapshot| {
        snapshot.changes_at(&fair(), &[at(1, 0)]).unwrap()
    });
    assert_eq!(found, vec![Some(erased)]);
}

fn the_log_is_read_in_order(place: &dyn Place) {
    let store = place.open();
    commit(&*store, &history());
    let written = written();
    read(&*store, |snapshot| {
        let mut log = |after, through, limit| snapshot.log(&fair(), after, through, limit).unwrap();
        assert_eq!(log(at(0, -1), 3, usize::MAX), written);
        assert_eq!(log(at(1, 0), 3, 3), written[1..4]);
        assert_eq!(log(at(1, i64::MAX), 2, usize::MAX), written[2..4]);
        assert_eq!(log(at(2, -1), 2, usize::MAX), written[2..4]);
        assert_eq!(log(at(3, 1), 3, usize::MAX), vec![]);
        assert_eq!(log(at(0, -1), 0, usize::MAX), vec![]);
    });
}

fn the_newest_revision(place: &dyn Place) {
    let store = place.open();
    commit(&*store, &history());
    let written = written();
    let names = [name("b"), name("a"), name("none")];
    let names = [names[0].as_str(), &names[1], &names[2]];
    let wanted = [
        (0, [None, None, None]),
        (1, [Some(&written[1]), Some(&written[0]), None]),
        (2, [Some(&written[1]), Some(&written[3]), None]),
        (i64::MAX, [Some(&written[4]), Some(&written[3]), None]),
    ];
    read(&*store, |snapshot| {
        for (sequence, wanted) in wanted {
            let found = snapshot.newest(&fair(), &names, sequence).unwrap();
            assert_eq!(
                found,
                wanted.map(Option::<&StoredChange>::cloned),
                "at {sequence}"
            );
        }
    });
}

fn revisions_are_found(place: &dyn Place) {
    let store = place.open();
    commit(&*store, &history());
    let (a, b) = (name("a"), name("b"));
    let wanted = [(a.as_str(), 3), (&a, 1), (&b, 2), (&b, 3), (&a, 0)];
    let found = read(&*store, |snapshot| {
        snapshot.revision_places(&fair(), &wanted).unwrap()
    });
    assert_eq!(
        found,
        vec![Some(at(2, 1)), Some(at(1, 0)), Some(at(3, 0)), None, None]
    );
}

fn collections_are_listed(place: &dyn Place) {
    let store = place.open();
    commit(&*store, &history());
    let list = |snapshot: &mut dyn Snapshot, after_id, limit, show_retired, sequence| {
        let fair = fair();
        let page = RecordPage {
            fair: &fair,
            collection: "fairs/one/things",
            after_id,
            limit,
            show_retired,
            sequence,
        };
        let found = snapshot.records(&page).unwrap();
        found
            .into_iter()
            .map(|one| (one.name, one.revision))
            .collect::<Vec<_>>()
    };
    let one = |id: &str, revision: i64| (name(id), revision);
    read(&*store, |snapshot| {
        assert_eq!(
            list(snapshot, None, 9, false, 1),
            vec![one("a", 1), one("b", 1)]
        );
        assert_eq!(
            list(snapshot, None, 9, false, 3),
            vec![one("a", 3), one("ab", 1)]
        );
        let all = vec![one("a", 3), one("ab", 1), one("b", 2)];
        assert_eq!(list(snapshot, None, 9, true, 3), all);
        assert_eq!(list(snapshot, Some("a"), 1, true, 3), all[1..2]);
        assert_eq!(list(snapshot, Some("aa"), 9, true, 3), all[1..]);
        assert_eq!(list(snapshot, None, 9, true, 0), vec![]);
    });
}

fn fairs_do_not_see_each_other(place: &dyn Place) {
    let store = place.open();
    let elsewhere = position(1)
        .changing(vec![change("z", 1, 1, 0)])
        .of(other_fair());
    commit(&*store, std::slice::from_ref(&elsewhere));
    commit(&*store, &history());
    commit(
        &*store,
        &[position(2)
            .changing(vec![change("z", 2, 2, 0)])
            .of(other_fair())],
    );
    read(&*store, |snapshot| {
        let log = snapshot.log(&fair(), at(0, -1), 9, usize::MAX).unwrap();
        assert_eq!(log, written());
        let log = snapshot
            .log(&other_fair(), at(0, -1), 1, usize::MAX)
            .unwrap();
        assert_eq!(log, elsewhere.changes);
        let found = snapshot.newest(&other_fair(), &[&name("a")], 9).unwrap();
        assert_eq!(found, vec![None]);
        assert_eq!(snapshot.fairs().unwrap(), vec![fair(), other_fair()]);
    });
}

fn the_index_is_listed(place: &dyn Place) {
    let store = place.open();
    commit(&*store, &history());
    let row = |id: &str, revision, place| RecordRow {
        collection: "fairs/one/things".to_owned(),
        id: id.to_owned(),
        revision,
        place,
    };
    let wanted = vec![
        row("a", 1, at(1, 0)),
        row("a", 2, at(2, 0)),
        row("a", 3, at(2, 1)),
        row("ab", 1, at(3, 1)),
        row("b", 1, at(1, 1)),
        row("b", 2, at(3, 0)),
    ];
    let mut found: Vec<RecordRow> = Vec::new();
    read(&*store, |snapshot| {
        loop {
            let page = snapshot.record_rows(&fair(), found.last(), 4).unwrap();
            if page.is_empty() {
                break;
            }
            found.extend(page);
        }
    });
    assert_eq!(found, wanted);
}
