//! The words that texts use for what the books hold: the lists of the desk, the names of
//! the fair and of the records behind figures, and the titles of figures.

use std::sync::LazyLock;

use checker::{Aspect, Lexicon, lexicon::Cue};
use proto::{
    reporting::v1::{Figure, FigureDefinition, figure_definition::Rule},
    statistics::v1::{Condition, Evidence, LocalizedText, Participant, Selection, condition::Test},
};

use super::{asked::Asked, aspects::FEATURED};
use crate::{
    assemble::{id_in, id_of},
    language::Language,
};

/// The words of the lists, which are the same for all fairs.
static LISTS: LazyLock<[Lexicon; 2]> = LazyLock::new(|| {
    [Language::English, Language::Chinese].map(|language| {
        let mut lexicon = Lexicon::new(language.reader());
        lexicon.add_list(match language {
            Language::English => include_str!("subjects.en.txt"),
            Language::Chinese => include_str!("subjects.zh.txt"),
        });
        lexicon
    })
});

/// The words of a language for the books of a fair.
pub(super) fn lexicon(asked: &Asked, language: Language) -> Lexicon {
    let [english, chinese] = &*LISTS;
    let mut lexicon = match language {
        Language::English => english.clone(),
        Language::Chinese => chinese.clone(),
    };
    let mut naming = Naming {
        lexicon: &mut lexicon,
        language,
    };
    naming.fair(asked);
    for figure in asked.own() {
        if let Some(definition) = asked.definitions.get(id_of(figure)) {
            naming.records(figure, definition);
        }
    }
    for definition in asked.definitions.values() {
        naming.title(definition);
    }
    lexicon
}

/// Teaches names.
struct Naming<'a> {
    lexicon: &'a mut Lexicon,
    language: Language,
}

impl Naming<'_> {
    fn says(&self, text: Option<&LocalizedText>) -> String {
        self.language.text(text)
    }

    fn add(&mut self, phrase: &str, aspects: &[Aspect]) {
        if phrase.chars().any(char::is_alphanumeric) {
            self.lexicon.add(phrase, aspects);
        }
    }

    fn fair(&mut self, asked: &Asked) {
        let cue = [self.lexicon.cue(Cue::Fair)];
        for title in [&asked.fair.title, &asked.fair.short_title] {
            let title = self.says(title.as_ref());
            self.add(&title, &cue);
        }
        let edition = asked.editions.last();
        let city = self.says(edition.and_then(|edition| edition.host_city.as_ref()));
        self.host_city(&city);
    }

    /// What belongs to the host city is called by its name. The name alone says nothing.
    fn host_city(&mut self, city: &str) {
        if city.is_empty() {
            return;
        }
        let of_city = [
            self.lexicon.aspect("scope", "host_city"),
            self.lexicon.aspect("remainder", "yes"),
        ];
        let signed = [
            self.lexicon.aspect("cube", "agreements"),
            of_city[0],
            of_city[1],
        ];
        let outside = [self.lexicon.aspect("scope", "domestic_region")];
        self.add(city, &[]);
        let (ours, contracts, others): (&[&str], &[&str], &[&str]) = match self.language {
            Language::English => (
                &["{} itself", "of {}", "to {}", "{} own"],
                &["{} contract", "{} project", "{} deal", "project of {}"],
                &["outside {}", "from outside {}", "province outside {}"],
            ),
            Language::Chinese => (
                &["{}市属", "{}本地"],
                &["{}市项目", "{}项目", "{}本地项目"],
                &["{}以外", "{}以外省区市"],
            ),
        };
        for (forms, aspects) in [
            (ours, &of_city[..]),
            (contracts, &signed),
            (others, &outside),
        ] {
            for form in forms {
                self.add(&form.replace("{}", city), aspects);
            }
        }
    }

    /// The names of the records of a figure speak of what the figure selects; those of
    /// persons, of what is told of the person.
    fn records(&mut self, figure: &Figure, definition: &FigureDefinition) {
        let Some(Rule::NamedRecords(named)) = &definition.rule else {
            return;
        };
        let Some(selection) = &named.selection else {
            return;
        };
        let selected = self.selected(selection);
        for evidence in &figure.records {
            self.record(evidence, &selected);
        }
    }

    fn record(&mut self, evidence: &Evidence, selected: &[Aspect]) {
        let Some(digest) = &evidence.digest else {
            return;
        };
        let title = self.says(digest.title.as_ref());
        self.add(&title, selected);
        for participant in &digest.participants {
            if participant.name.contains("/persons/") {
                self.person(participant, &title);
            } else {
                let name = self.says(participant.display_name.as_ref());
                self.add(&name, selected);
            }
        }
    }

    /// What the records that a figure names have in common: what they are featured for, or
    /// all conditions.
    fn selected(&mut self, selection: &Selection) -> Vec<Aspect> {
        let featured = |it: &&Condition| it.dimension == FEATURED;
        let conditions = &selection.r#where;
        let conditions: Vec<&Condition> = match conditions.iter().find(featured) {
            Some(featured) => vec![featured],
            None => conditions.iter().collect(),
        };
        let mut aspects = Vec::new();
        for condition in conditions {
            if let Some(Test::AnyOf(values)) = &condition.test {
                let values = values.values.iter();
                aspects.extend(values.map(|it| self.lexicon.aspect(&condition.dimension, it)));
            }
        }
        aspects
    }

    /// A person is called by the name, by a title with its last part, by the office, and by
    /// the office with the place of it.
    fn person(&mut self, person: &Participant, place: &str) {
        let id = id_in(&person.name);
        let aspects = [
            self.lexicon.aspect("head", id),
            self.lexicon.aspect("person", id),
        ];
        let name = self.says(person.display_name.as_ref());
        let last = name
            .rsplit([' ', '·'])
            .next()
            .unwrap_or_default()
            .to_owned();
        let office = self.says(person.office.as_ref());
        let mut called = vec![name, office.clone()];
        match self.language {
            Language::English => {
                let bare = office.split(" of ").next().unwrap_or_default();
                called.push(bare.to_owned());
                called.push(format!("{place} {bare}"));
                for title in [bare, "mr", "mrs", "ms"] {
                    called.push(format!("{title} {last}"));
                }
            }
            Language::Chinese => {
                let bare = office.strip_prefix(place).unwrap_or(&office).to_owned();
                called.push(format!("{place}市{bare}"));
                called.push(format!("{bare}{last}"));
                called.push(last);
                called.push(bare);
            }
        }
        for name in called.iter().filter(|name| name.chars().count() > 1) {
            self.add(name, &aspects);
        }
    }

    /// The title of a coverage speaks of what it counts; that of an amount or a count, of the
    /// sector of it, if no list does.
    fn title(&mut self, definition: &FigureDefinition) {
        let title = self.says(definition.title.as_ref());
        let selection = match &definition.rule {
            Some(Rule::Selection(cells)) => &cells.selection,
            Some(Rule::Conversion(conversion)) => &conversion.selection,
            Some(Rule::Coverage(_)) => {
                let counted = self.lexicon.aspect("counts", &definition.unit);
                return self.add(&title, &[counted]);
            }
            _ => return,
        };
        let conditions = selection.iter().flat_map(|selection| &selection.r#where);
        let sector = conditions
            .filter(|it| it.dimension == SECTOR)
            .find_map(one_value);
        let Some(sector) = sector.map(|code| self.lexicon.aspect(SECTOR, code)) else {
            return;
        };
        if self.lexicon.speaks_of(sector) {
            return;
        }
        for word in title.split([' ', '-']) {
            if !self.lexicon.knows(word) {
                self.add(word, &[sector]);
            }
        }
    }
}

/// The dimension of services sectors.
const SECTOR: &str = "sector";

/// The first value that a condition asks for.
fn one_value(condition: &Condition) -> Option<&str> {
    match &condition.test {
        Some(Test::AnyOf(values)) => values.values.first().map(String::as_str),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proto::{reporting::v1::Conversion, statistics::v1::ValueSet};

    use super::*;

    fn in_sector(code: &str, title: &str) -> FigureDefinition {
        let condition = Condition {
            dimension: SECTOR.to_owned(),
            test: Some(Test::AnyOf(ValueSet {
                values: vec![code.to_owned()],
            })),
        };
        let selection = Selection {
            cube: "agreements".to_owned(),
            r#where: vec![condition],
        };
        FigureDefinition {
            title: Some(LocalizedText {
                en: title.to_owned(),
                zh: String::new(),
            }),
            rule: Some(Rule::Conversion(Conversion {
                selection: Some(selection),
                ..Conversion::default()
            })),
            ..FigureDefinition::default()
        }
    }

    #[test]
    fn a_sector_that_no_list_knows_is_called_by_the_title_of_its_figure() {
        let mut lexicon = Lexicon::new(reader::Language::English);
        lexicon.add_list("contract: cube=agreements\ncourier: sector=2.B");
        let mut naming = Naming {
            lexicon: &mut lexicon,
            language: Language::English,
        };
        naming.title(&in_sector("12.A", "beekeeping contracts"));
        naming.title(&in_sector("2.B", "parcels by drone"));
        let bees = lexicon.aspect(SECTOR, "12.A");
        assert!(lexicon.speaks_of(bees) && lexicon.knows("beekeeping"));
        assert!(!lexicon.knows("drone"), "a list knows the sector");
    }
}
