//! An arbitrary fair: its figures and names, the books a text is held against, and a text
//! that prose writes from them.

use std::{collections::BTreeMap, sync::Arc};

use checker::{
    Books, Edition, Exact, Language, Lexicon, Nature, Unit, Value,
    books::{Day, Figure, Part},
    lexicon::Cue,
};
use proptest::prelude::*;
use prose::{Chinese, English, Entry, Fact, FactValue, Noun, Reading, Sheet, Status, Template};

/// What is known of a fair.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) language: Language,
    pub(crate) hedged: bool,
    contracts: i128,
    international: i128,
    visits: i128,
    volume: i128,
    part: i128,
    before: i128,
    name: String,
}

/// The words of the fair.
const ENGLISH: &str = "
contract: cube=contracts
international: scope=international
visit: cube=visits
volume: cube=contracts amount
";

const CHINESE: &str = "
签约项目: cube=contracts
国际: scope=international
接待: cube=visits
签约额: cube=contracts amount
";

/// What prose writes. Every figure stands in words of its own.
const IN_ENGLISH: &str = r#"{{ fact("name") }} closes

The fair closed with {{ fig("contracts", hedge="over", digits=2, otherwise="exact") }}, {{ fig("growth") }} on the {{ base("growth") }}. Of these contracts, {{ fig("international", as="bare") }} were international. The contract volume came to {{ fig("volume", hedge="nearly", digits=2, otherwise="exact") }}, of which {{ fig("share", decimals=1) }} was international. The halls counted {{ fig("visits") }}.
"#;

const IN_CHINESE: &str = r#"{{ fact("name") }}闭幕

展会达成签约项目{{ fig("contracts", hedge="over", digits=2, otherwise="exact") }}，与{{ base("growth") }}相比{{ fig("growth") }}。签约项目中，国际合作的有{{ fig("international") }}。签约额{{ fig("volume", hedge="nearly", digits=2, otherwise="exact") }}，其中国际合作占{{ fig("share", decimals=1) }}。展会接待{{ fig("visits") }}。
"#;

/// What makes a figure of the texts a rounded one.
const HEDGES: [&str; 2] = [
    r#", hedge="over", digits=2, otherwise="exact""#,
    r#", hedge="nearly", digits=2, otherwise="exact""#,
];

/// Names that try everything a name of an organisation may hold.
fn any_name() -> impl Strategy<Value = String> {
    let fixed = [
        "Gremio",
        "21st Century Media",
        "Seven Star International",
        "Fortune 500 Club",
        "C919 Works",
        "58.com",
        "Half & Half",
        "四川中医药",
        "一带一路促进会",
        "三一重工",
        "科隆",
        "360公司",
        "Visit 42",
    ];
    prop_oneof![
        3 => proptest::sample::select(fixed.to_vec()).prop_map(ToOwned::to_owned),
        1 => "[A-Z][a-z]{2,8}",
    ]
}

prop_compose! {
    pub(crate) fn any_known()(
        chinese in any::<bool>(),
        hedged in any::<bool>(),
        contracts in prop_oneof![2_i128..60, 60_i128..5_000],
        part in 1_i128..99,
        visits in prop_oneof![100_i128..9_999, 10_000_i128..900_000],
        volume in prop_oneof![(1_i128..100_000).prop_map(|it| it * 10_000_000), (100_i128..9_999).prop_map(|it| it * 1_000_000)],
        volume_part in 1_i128..99,
        before in 2_i128..5_000,
        name in any_name(),
    ) -> Known {
        Known {
            language: if chinese { Language::Chinese } else { Language::English },
            hedged,
            contracts,
            international: (contracts * part / 100).max(1),
            visits,
            volume,
            part: (volume * volume_part / 100).max(1),
            before,
            name,
        }
    }
}

impl Known {
    /// The same, with no hedge in the text.
    pub(crate) fn exact(self) -> Self {
        Self {
            hedged: false,
            ..self
        }
    }

    fn growth(&self) -> Exact {
        Exact::new((self.contracts - self.before) * 100, self.before)
    }

    fn share(&self) -> Exact {
        Exact::new(self.part * 100, self.volume)
    }

    /// Whether growth or share lies exactly between two whole percents: either of them
    /// stands for it.
    pub(crate) fn is_between_percents(&self) -> bool {
        let between = |part: i128, whole: i128| {
            let doubled = part * 200;
            whole != 0 && doubled % whole == 0 && (doubled / whole) % 2 != 0
        };
        between(self.contracts - self.before, self.before) || between(self.part, self.volume)
    }

    /// Whether a count of the fair, or of the edition before, is a value.
    pub(crate) fn has(&self, value: Exact) -> bool {
        let counts = [self.contracts, self.international, self.before];
        counts.into_iter().any(|count| whole(count) == value)
    }

    /// The books and the words for them.
    pub(crate) fn books(&self) -> (Books, Lexicon) {
        let mut lexicon = Lexicon::new(self.language);
        lexicon.add_list(match self.language {
            Language::English => ENGLISH,
            Language::Chinese => CHINESE,
        });
        let contracts = lexicon.aspect("cube", "contracts");
        let visits = lexicon.aspect("cube", "visits");
        let international = lexicon.aspect("scope", "international");
        let amount = lexicon.cue(Cue::Amount);
        let head = |aspect| part(aspect, true, false);
        let narrow = |aspect| part(aspect, false, false);
        let usd = Unit::of_currency("USD");
        let growth = Nature::Growth {
            base: Some(3),
            of: Some(0),
        };
        let mut figures = vec![
            figure(
                "contracts",
                vec![head(contracts)],
                Some(Unit::Count),
                Nature::Total,
                whole(self.contracts),
            ),
            figure(
                "international",
                vec![head(contracts), narrow(international)],
                Some(Unit::Count),
                Nature::Total,
                whole(self.international),
            ),
            figure(
                "volume",
                vec![head(contracts), narrow(amount)],
                usd,
                Nature::Total,
                whole(self.volume),
            ),
            figure(
                "share",
                vec![head(contracts), narrow(international)],
                Some(Unit::Percent),
                Nature::Share,
                self.share(),
            ),
            figure(
                "growth",
                vec![head(contracts)],
                Some(Unit::Percent),
                growth,
                self.growth(),
            ),
            figure(
                "visits",
                vec![head(visits)],
                Some(Unit::Visits),
                Nature::Total,
                whole(self.visits),
            ),
        ];
        figures[0].values.insert(3, value(whole(self.before)));
        let books = Books {
            editions: vec![edition(3, 2014), edition(4, 2016)],
            figures,
            rates: Vec::new(),
            names: vec![self.name.clone()],
        };
        (books, lexicon)
    }

    fn sheet(&self) -> Sheet {
        let (contract, contracts, visit) = match self.language {
            Language::English => ("contract", "contracts", "visits"),
            Language::Chinese => ("项", "项", "人次"),
        };
        let of_count = |number: i128, one: &str, many: &str| {
            let noun = Noun {
                one: one.to_owned(),
                many: many.to_owned(),
            };
            told_figure(whole(number), prose::Unit::Count { noun })
        };
        let base = prose::Edition {
            name: "editions/3".to_owned(),
            ordinal: 3,
        };
        let name = Fact {
            value: FactValue::Text(self.name.clone()),
            record: "a@1".to_owned(),
        };
        let entries = [
            ("name", Entry::Fact(name)),
            (
                "contracts",
                Entry::Figure(of_count(self.contracts, contract, contracts)),
            ),
            (
                "international",
                Entry::Figure(of_count(self.international, contract, contracts)),
            ),
            ("visits", Entry::Figure(of_count(self.visits, visit, visit))),
            (
                "volume",
                Entry::Figure(told_figure(
                    whole(self.volume),
                    prose::Unit::Amount {
                        currency: "USD".to_owned(),
                    },
                )),
            ),
            (
                "share",
                Entry::Figure(told_figure(self.share(), prose::Unit::Percent)),
            ),
            (
                "growth",
                Entry::Figure(prose::Figure {
                    base: Some(base),
                    ..told_figure(self.growth(), prose::Unit::Percent)
                }),
            ),
        ];
        let mut sheet = Sheet::new();
        for (id, entry) in entries {
            sheet.add(id, entry).unwrap();
        }
        sheet
    }
}

fn whole(number: i128) -> Exact {
    Exact::from_integer(number)
}

fn value(number: Exact) -> Value {
    Value { number }
}

fn part(aspect: checker::Aspect, head: bool, optional: bool) -> Part {
    Part {
        any_of: vec![aspect],
        head,
        optional,
        by_name: false,
    }
}

fn figure(
    name: &str,
    aspects: Vec<Part>,
    unit: Option<Unit>,
    nature: Nature,
    number: Exact,
) -> Figure {
    Figure {
        name: name.to_owned(),
        aspects,
        unit,
        nature,
        values: BTreeMap::from([(4, value(number))]),
        refusal: String::new(),
    }
}

fn edition(ordinal: i128, year: i32) -> Edition {
    Edition {
        ordinal,
        opening: Day {
            year,
            month: 5,
            day: 28,
        },
        closing: Day {
            year,
            month: 6,
            day: 1,
        },
    }
}

fn told_figure(value: Exact, unit: prose::Unit) -> prose::Figure {
    prose::Figure {
        title: None,
        reading: Reading::Value(value),
        unit,
        status: Status::Normal,
        base: None,
        approximate: false,
        against: None,
    }
}

/// A text written from what is known. `None` where prose refuses to print a figure so.
pub(crate) fn told(known: &Known) -> Option<String> {
    let (source, language): (&str, &dyn prose::Language) = match known.language {
        Language::English => (IN_ENGLISH, &English),
        Language::Chinese => (IN_CHINESE, &Chinese),
    };
    let mut source = source.to_owned();
    if !known.hedged {
        for hedge in HEDGES {
            source = source.replace(hedge, "");
        }
    }
    let template = Template::load("fair", &source, language).unwrap();
    let rendered = template.render(Arc::new(known.sheet())).ok()?;
    Some(format!(
        "{}\n\n{}",
        rendered.headline,
        rendered.paragraphs.join("\n\n")
    ))
}
