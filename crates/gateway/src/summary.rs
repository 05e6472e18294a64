//! The text of a summary, with what every place of it says.

use std::{collections::HashMap, sync::Arc};

use fault::Fault;
use prose::{Exact, Kind, Rendered, Span, Status, Template};
use proto::{
    gateway::v1::{Claim, ClaimKind, Omission, Summary},
    reporting::v1::{Figure, FigureBasis, ObservationStatus, Ratio},
};

use crate::{
    assemble::{Material, SYNTHETIC_COUNTS, id_of},
    language::Language,
    noun, sheet,
    wanted::Wanted,
};

/// The name and the source of the template of a language, which is part of the program.
fn template_of(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::English => (
            "summary.en.txt",
            include_str!("../templates/summary.en.txt"),
        ),
        Language::Chinese => (
            "summary.zh.txt",
            include_str!("../templates/summary.zh.txt"),
        ),
    }
}

/// What an editor must know of a text that rests on made-up records.
fn synthetic_note(language: Language) -> &'static str {
    match language {
        Language::English => {
            "Records that were made up to fill a sample stand behind figures of this text. The \
             evidence of each figure marks them; they must not be taken for real ones."
        }
        Language::Chinese => {
            "本文部分数据含有为填充样例而虚构的记录，各数据的凭证均已注明，请勿当作真实记录。"
        }
    }
}

/// What an editor must know of a text of which nobody could say whether it does.
fn unchecked_note(language: Language) -> &'static str {
    match language {
        Language::English => {
            "It could not be checked whether made-up records stand behind the figures of this text."
        }
        Language::Chinese => "未能核实本文数据是否含有虚构的记录。",
    }
}

/// Writes summaries.
pub(crate) struct Writer {
    templates: [(Language, Template); Language::OFFERED.len()],
}

impl Writer {
    #[expect(
        clippy::expect_used,
        reason = "the templates are part of the program, and every test of this crate loads them"
    )]
    pub(crate) fn new() -> Self {
        let templates = Language::OFFERED.map(|language| {
            let (name, source) = template_of(language);
            let template = Template::load(name, source, language.prose());
            (language, template.expect("the template is sound"))
        });
        Self { templates }
    }

    /// Writes the summary of what was assembled.
    ///
    /// # Errors
    /// [`Fault::Refused`] with `PROSE_REFUSED` when the template asks for something
    /// that cannot be proved; [`Fault::Defect`] when an answer has no meaning.
    pub(crate) fn write(&self, wanted: &Wanted, material: &Material) -> Result<Summary, Fault> {
        let sheet = Arc::new(sheet::filled(material, wanted.language)?);
        let edition = wanted.edition.as_str();
        let template = self
            .templates
            .iter()
            .find(|(language, _)| *language == wanted.language);
        let (_, template) = template.ok_or_else(|| Fault::Defect {
            what: format!("writing {}: there is no template", wanted.language.code()),
            source: None,
        })?;
        let rendered = template.render(sheet).map_err(|error| Fault::Refused {
            reason: "PROSE_REFUSED",
            subject: format!("the summary of {edition}"),
            why: error.to_string(),
        })?;
        Ok(summary(wanted, material, rendered))
    }
}

/// A rendered text as a summary of what was assembled.
pub(crate) fn summary(wanted: &Wanted, material: &Material, rendered: Rendered) -> Summary {
    let edition = wanted.edition.as_str();
    let units: HashMap<&str, &str> = material
        .figures
        .iter()
        .map(|figure| (id_of(figure), figure.unit.as_str()))
        .collect();
    let figure = |id: &str| match units.get(id) {
        Some(_) => format!("{edition}/figures/{id}"),
        None => String::new(),
    };
    let claim = |span: Span| {
        let of_figure = units.get(span.source.as_str()).copied().unwrap_or_default();
        claim(figure(&span.source), of_figure, span)
    };
    let omission = |omission: prose::Omission| Omission {
        figure: figure(&omission.source),
        reason: omission.reason,
    };
    Summary {
        name: edition.to_owned(),
        language_code: wanted.language.code().to_owned(),
        headline: rendered.headline,
        paragraphs: rendered.paragraphs,
        claims: rendered.spans.into_iter().map(claim).collect(),
        cut: Some(material.cut.clone()),
        omissions: rendered.omissions.into_iter().map(omission).collect(),
        editor_note: editor_note(material, wanted.language),
    }
}

/// A place of the text. `figure` and `unit` are those of the figure it draws on, or
/// empty. A place that names an edition of a figure prints no value of it.
fn claim(figure: String, unit: &str, span: Span) -> Claim {
    let kind = match span.kind {
        Kind::Claim => ClaimKind::Statistic,
        Kind::Fact => ClaimKind::Fact,
        Kind::Name => ClaimKind::Name,
    };
    let spelled = span.unit.map(|spelled| noun::name(&spelled, unit));
    let prints_figure = !figure.is_empty() && spelled.as_deref() == Some(unit);
    let status = if prints_figure {
        status(span.status)
    } else {
        ObservationStatus::Unspecified
    };
    let named_edition = span.edition.filter(|_| span.kind == Kind::Fact);
    let stands_alone = figure.is_empty() || prints_figure;
    Claim {
        paragraph: span.paragraph,
        start: position(span.start),
        end: position(span.end),
        quote: span.quote,
        kind: kind.into(),
        figure: if named_edition.is_some() {
            String::new()
        } else {
            figure
        },
        value: span.value.filter(|_| stands_alone).map(ratio),
        unit: spelled.filter(|_| stands_alone).unwrap_or_default(),
        qualifier: span.qualifier.as_str().to_owned(),
        status: status.into(),
        record: span.record.or(named_edition).unwrap_or_default(),
    }
}

/// A place in a text, which is never as long as this could not hold.
pub(crate) fn position(place: usize) -> i32 {
    i32::try_from(place).unwrap_or(i32::MAX)
}

/// A number in a message.
pub(crate) fn ratio(value: Exact) -> Ratio {
    Ratio {
        numerator: value.numer().to_string(),
        denominator: value.denom().to_string(),
    }
}

fn status(status: Status) -> ObservationStatus {
    match status {
        Status::Normal => ObservationStatus::Normal,
        Status::Provisional => ObservationStatus::Provisional,
        Status::Estimated => ObservationStatus::Estimated,
        Status::Break => ObservationStatus::Break,
        Status::DefinitionDiffers => ObservationStatus::DefinitionDiffers,
        Status::Missing => ObservationStatus::Missing,
    }
}

/// The note to the editor: whether made-up records stand behind the figures, and
/// whether that could not be checked.
fn editor_note(material: &Material, language: Language) -> String {
    let mut notes = Vec::new();
    if stands_on_made_up_records(material) {
        notes.push(synthetic_note(language));
    }
    if SYNTHETIC_COUNTS
        .iter()
        .any(|(count, of)| is_unchecked(material, count, of))
    {
        notes.push(unchecked_note(language));
    }
    let between = if language == Language::English {
        " "
    } else {
        ""
    };
    notes.join(between)
}

fn stands_on_made_up_records(material: &Material) -> bool {
    let counted = SYNTHETIC_COUNTS
        .iter()
        .filter_map(|(count, _)| given(material, count))
        .any(|count| count.value.as_ref().is_some_and(|it| it.numerator != "0"));
    let named = material
        .figures
        .iter()
        .flat_map(|figure| &figure.records)
        .any(|evidence| evidence.synthetic);
    counted || named || material.fair.synthetic || material.edition.synthetic
}

/// Whether figures are counted from records of which nobody says how many are
/// made up. A count that is refused is no count of zero. Only reported figures
/// have no records behind them.
fn is_unchecked(material: &Material, count: &str, of: &[&str]) -> bool {
    let from_records = of
        .iter()
        .filter_map(|id| given(material, id))
        .any(|figure| figure.basis() != FigureBasis::Reported);
    let counted = given(material, count).is_some_and(|count| count.value.is_some());
    from_records && !counted
}

/// A figure that was not refused.
fn given<'a>(material: &'a Material, id: &str) -> Option<&'a Figure> {
    let mut figures = material.figures.iter();
    figures.find(|figure| id_of(figure) == id && figure.refusal.is_empty())
}
