//! Templates: loaded and checked once, rendered for many sheets.

use std::sync::Arc;

use minijinja::{AutoEscape, Environment, OutputSpan, OutputSpanKind, UndefinedBehavior};

use crate::assemble::{Fault, paragraphs};
use crate::error::{Cause, Error};
use crate::language::Language;
use crate::literal::{checked_and_marked, syntax};
use crate::placeholder::{Refusal, Session, install};
use crate::rendered::Rendered;
use crate::sheet::Sheet;

/// How much work a rendering may take: a long release takes a hundredth of it.
const FUEL: u64 = 500_000;

/// A text with placeholders for everything that a sheet can give.
///
/// The first block that holds something is the headline, blank lines divide the
/// paragraphs after it. White space inside a paragraph folds to one space, and a
/// paragraph that renders to nothing disappears.
#[derive(Debug)]
pub struct Template {
    name: String,
    environment: Environment<'static>,
    language: &'static dyn Language,
}

impl Template {
    /// Loads a template and checks its literal text. `name` is what errors call it.
    ///
    /// # Errors
    /// [`Cause::LooseNumber`] for a digit or a word that is a number or claims
    /// one, [`Cause::CharacterRefused`], [`Cause::Syntax`]; each with its line.
    pub fn load(name: &str, source: &str, language: &'static dyn Language) -> Result<Self, Error> {
        let marked = checked_and_marked(name, source, language)?;
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_fuel(Some(FUEL));
        install(&mut environment);
        environment
            .add_template_owned(name.to_owned(), marked)
            .map_err(|error| syntax(name, &error))?;
        Ok(Self {
            name: name.to_owned(),
            environment,
            language,
        })
    }

    /// The language the template is written in, as a BCP 47 tag.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.language.tag()
    }

    /// Writes the text of a sheet.
    ///
    /// # Errors
    /// Any [`Cause`] but those of [`Template::load`] and [`Sheet::add`]: a
    /// placeholder that cannot be printed truly is not printed at all.
    pub fn render(&self, sheet: Arc<Sheet>) -> Result<Rendered, Error> {
        let session = Arc::new(Session::new(sheet, self.language));
        let (output, origins) = self
            .environment
            .get_template(&self.name)
            .and_then(|template| template.render_with_spans(session.context()))
            .map_err(|error| self.failure(&error))?;
        let mut log = session.log();
        let omissions = std::mem::take(&mut log.omissions);
        let mut rendered = Rendered {
            headline: String::new(),
            paragraphs: Vec::new(),
            spans: Vec::new(),
            omissions,
        };
        let mut number = -1;
        for paragraph in paragraphs(self.language, &output, &log.drafts) {
            if paragraph.text.is_empty() {
                if number == -1 {
                    return Err(self.error(
                        line_at(&output, &origins, paragraph.at),
                        None,
                        Cause::NoHeadline,
                    ));
                }
                continue;
            }
            paragraph
                .check(self.language)
                .map_err(|fault| self.fault(fault, &output, &origins))?;
            rendered.spans.extend(paragraph.spans(number));
            if number == -1 {
                rendered.headline = paragraph.text;
            } else {
                rendered.paragraphs.push(paragraph.text);
            }
            number += 1;
        }
        Ok(rendered)
    }

    /// An error of the template engine as one of ours.
    fn failure(&self, error: &minijinja::Error) -> Error {
        match Refusal::within(error) {
            Some(refusal) => self.error(
                error.line(),
                refusal.placeholder.clone(),
                refusal.cause.clone(),
            ),
            None => {
                let detail = format!("{}: {}", error.kind(), error.detail().unwrap_or_default());
                self.error(error.line(), None, Cause::TemplateFailed { detail })
            }
        }
    }

    fn fault(&self, fault: Fault, output: &str, origins: &[OutputSpan]) -> Error {
        self.error(
            line_at(output, origins, fault.at),
            fault.placeholder,
            fault.cause,
        )
    }

    fn error(&self, line: Option<usize>, placeholder: Option<String>, cause: Cause) -> Error {
        Error {
            template: self.name.clone(),
            line,
            placeholder,
            cause,
        }
    }
}

/// The line of the template that wrote a place of the output.
fn line_at(output: &str, origins: &[OutputSpan], at: usize) -> Option<usize> {
    let origin = origins
        .iter()
        .find(|origin| origin.output_range().contains(&at))?;
    let lines_in = match origin.kind() {
        OutputSpanKind::Raw => output[origin.output_range().start..at]
            .matches('\n')
            .count(),
        _ => 0,
    };
    Some(origin.line() + lines_in)
}
