//! How a definition becomes a value.
//!
//! An [`Evaluation`] is a plain computation over what is [`Known`] of the books at
//! one cut: it touches no store and no network. Where it needs something that is
//! not known yet, it notes what, and stops with `None`; [`figures`] then asks
//! everything that was noted, all at the same time, and lets it try again. So a
//! question is put once, however many figures need it, and independent questions
//! travel together. What was worked out stays worked out; a figure takes about as
//! many rounds as its definition is deep.
//!
//! What decides a figure, in this order:
//! 1. the newest revision of its definition at the cut, which must be live;
//! 2. how the books of the edition stand for its family: RECORDS are computed;
//!    REPORTED figures are taken as reported, or computed from reported inputs
//!    where the rule derives from other figures; NONE, or no statement at all, is
//!    missing, and missing is not zero. Properties of an edition are read from its
//!    own record and need no such statement;
//! 3. the rule, in the module of its name.
//!
//! The status of a value is that of the least reliable of its inputs and of the
//! family in the edition. Some rules look back in time and are excepted: a growth, a
//! series, a rank and a streak carry the status of this edition's own value, so that
//! what is preliminary stays preliminary in every figure of the edition; the status
//! of the base stands beside it, and that of each point in the series.
//!
//! A value that is not known exactly carries with it what it can be. Rules that
//! claim something of a value, a rank and a threshold, are given only when the claim
//! holds for all of that; a growth only when it is much the same over all of that.

mod attribute;
mod breakdown;
mod conversion;
mod coverage;
mod difference;
mod growth;
mod judgement;
mod named_records;
mod past;
mod per_day;
mod rank;
mod remainder;
mod reported;
mod season;
mod selection;
mod series;
mod share;
mod standing;
mod streak;
mod sum;
mod threshold;
mod window;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use fault::Fault;
use proto::reporting::v1::{FigureBasis, FigureDefinition, figure_definition::Rule};

use crate::{
    answer::{Answer, Worked},
    edition_status::least_reliable,
    figure_definition::is_reportable,
    known::Known,
    question::{Question, Reading},
    refusal::Refusal,
    sources::{FigureInEdition, Held, Sources},
    value::Exact,
};

/// How deep definitions may build on each other before the evaluation gives up;
/// far more than the check of definitions allows.
const DEPTH_AT_MOST: usize = 64;

/// The definition of a figure, if the books have one.
type DefinitionFound = Arc<Option<Held<FigureDefinition>>>;

/// Computes figures of an edition from what is known.
pub(crate) struct Evaluation {
    /// The name of the fair.
    fair: String,
    /// What is known of the books.
    pub(crate) known: Known,
    /// What has been worked out.
    answers: HashMap<FigureInEdition, Arc<Answer>>,
    /// The figures that are being worked out, the outermost first.
    open: Vec<String>,
    /// The figures that cannot be worked out before more is known.
    waiting: HashSet<FigureInEdition>,
}

/// What a rule is applied to.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    /// The full name of the edition.
    pub(crate) edition: &'a str,
    /// The id of the figure.
    pub(crate) id: &'a str,
    /// Its definition.
    pub(crate) definition: &'a FigureDefinition,
}

/// Reads figures of one edition, in the order of `ids`.
///
/// # Errors
/// [`Fault::NotFound`] when the edition does not exist, and whatever keeps the
/// sources from answering. What concerns one figure is its refusal.
pub(crate) async fn figures(
    evaluation: &mut Evaluation,
    sources: &impl Sources,
    edition: &str,
    ids: &[String],
) -> Result<Vec<Arc<Answer>>, Fault> {
    loop {
        evaluation.waiting.clear();
        // All are tried before any is given up, so that all of them note what
        // they need.
        let exists = evaluation.known.editions.get(&edition.to_owned());
        let tried: Vec<_> = ids
            .iter()
            .map(|id| evaluation.figure(edition, id))
            .collect();
        if exists.is_some_and(|found| found.is_none()) {
            return Err(Fault::not_found(edition));
        }
        if let Some(answers) = tried.into_iter().collect::<Option<Vec<_>>>() {
            return Ok(answers);
        }
        if evaluation.known.learn(sources).await? == 0 {
            return Err(Fault::Defect {
                what: format!("evaluating figures of {edition}: stopped without a question"),
                source: None,
            });
        }
    }
}

impl Evaluation {
    /// An evaluation of figures of `fair` that knows nothing yet.
    pub(crate) fn new(fair: &str) -> Self {
        Self {
            fair: fair.to_owned(),
            known: Known::default(),
            answers: HashMap::new(),
            open: Vec::new(),
            waiting: HashSet::new(),
        }
    }

    /// The answer to a figure, or `None` when more must be known first.
    pub(crate) fn figure(&mut self, edition: &str, id: &str) -> Option<Arc<Answer>> {
        let key = FigureInEdition {
            edition: edition.to_owned(),
            id: id.to_owned(),
        };
        if let Some(answer) = self.answers.get(&key) {
            return Some(Arc::clone(answer));
        }
        if self.waiting.contains(&key) {
            return None;
        }
        let Some((definition, worked)) = self.attempt(edition, id) else {
            self.waiting.insert(key);
            return None;
        };
        let answer = Arc::new(Answer {
            edition: key.edition.clone(),
            id: key.id.clone(),
            definition,
            worked,
        });
        self.answers.insert(key, Arc::clone(&answer));
        Some(answer)
    }

    /// Tries to work a figure out.
    fn attempt(&mut self, edition: &str, id: &str) -> Option<(DefinitionFound, Worked)> {
        let definition = self.known.definitions.get(&id.to_owned())?;
        let worked = match self.usable(id, definition.as_ref().as_ref()) {
            Err(refusal) => Worked::refused(refusal),
            Ok(usable) => {
                self.open.push(id.to_owned());
                let subject = Subject {
                    edition,
                    id,
                    definition: usable,
                };
                let worked = self.work(subject);
                self.open.pop();
                worked?
            }
        };
        Some((definition, worked))
    }

    /// The answers to several figures of one edition; all of them note what they
    /// need before any is given up.
    fn figures(&mut self, edition: &str, ids: &[String]) -> Option<Vec<Arc<Answer>>> {
        let tried: Vec<_> = ids.iter().map(|id| self.figure(edition, id)).collect();
        tried.into_iter().collect()
    }

    /// The readings of cells that answer several questions; all of them are asked
    /// before any is given up.
    fn readings(
        &mut self,
        questions: impl Iterator<Item = Question>,
    ) -> Option<Result<Vec<Reading>, Refusal>> {
        let tried: Vec<_> = questions
            .map(|question| {
                let answer = self.known.cells.get(&question)?;
                Some((question, answer))
            })
            .collect();
        let answered = tried.into_iter().collect::<Option<Vec<_>>>()?;
        let readings = answered.into_iter().map(|(question, answer)| {
            let answer = Arc::unwrap_or_clone(answer)?;
            Ok(Reading { question, answer })
        });
        Some(readings.collect())
    }

    /// The definition, if a value can be worked out by it.
    fn usable<'a>(
        &self,
        id: &str,
        definition: Option<&'a Held<FigureDefinition>>,
    ) -> Result<&'a FigureDefinition, Refusal> {
        let Some(held) = definition else {
            return Err(Refusal::new(format!("no definition {id} was recorded")));
        };
        if !held.live {
            return Err(Refusal::new(format!(
                "its definition {} was retired",
                held.pedigree
            )));
        }
        if self.open.iter().any(|open| open == id) {
            return Err(Refusal::new(format!("{id} is computed from itself")));
        }
        if self.open.len() >= DEPTH_AT_MOST {
            return Err(Refusal::new(format!(
                "more than {DEPTH_AT_MOST} definitions build on each other"
            )));
        }
        Ok(&held.record)
    }

    /// Works a figure out from how the books stand for its family.
    fn work(&mut self, subject: Subject<'_>) -> Option<Worked> {
        let Some(rule) = &subject.definition.rule else {
            return Some(Worked::refused(Refusal::new("its definition has no rule")));
        };
        let standing = match standing::of(self, subject)? {
            Ok(standing) => standing,
            Err(refusal) => return Some(Worked::refused(refusal)),
        };
        let reported = match standing.basis {
            FigureBasis::Reported if is_reportable(rule) => reported::work(self, subject)?,
            _ => None,
        };
        let mut worked = match reported {
            Some(reported) => reported,
            None if standing.basis == FigureBasis::Reported && !derives(rule) => {
                return Some(Worked::refused(reported::missing(subject)));
            }
            None => self.rule(subject, rule)?,
        };
        worked.status = least_reliable(worked.status, standing.status);
        worked.grounds.extend(standing.ground);
        Some(worked)
    }

    /// Applies the rule.
    fn rule(&mut self, subject: Subject<'_>, rule: &Rule) -> Option<Worked> {
        match rule {
            Rule::Attribute(rule) => attribute::work(self, subject, rule),
            Rule::NamedRecords(rule) => named_records::work(self, subject, rule),
            Rule::Selection(rule) => selection::work(self, subject, rule),
            Rule::Sum(rule) => sum::work(self, subject, rule),
            Rule::Share(rule) => share::work(self, subject, rule),
            Rule::Difference(rule) => difference::work(self, subject, rule),
            Rule::Remainder(rule) => remainder::work(self, subject, rule),
            Rule::Growth(rule) => growth::work(self, subject, rule),
            Rule::Conversion(rule) => conversion::work(self, subject, rule),
            Rule::Series(rule) => series::work(self, subject, rule),
            Rule::Rank(rule) => rank::work(self, subject, rule),
            Rule::Streak(rule) => streak::work(self, subject, rule),
            Rule::Coverage(rule) => coverage::work(self, subject, rule),
            Rule::PerDay(rule) => per_day::work(self, subject, rule),
            Rule::Breakdown(rule) => breakdown::work(self, subject, rule),
            Rule::Threshold(rule) => threshold::work(self, subject, rule),
        }
    }
}

/// Whether a rule does not need all records of the edition: it computes from other
/// figures, or, as a streak, takes the records there are as proof.
fn derives(rule: &Rule) -> bool {
    match rule {
        Rule::Sum(_)
        | Rule::Share(_)
        | Rule::Difference(_)
        | Rule::Remainder(_)
        | Rule::Growth(_)
        | Rule::Series(_)
        | Rule::Rank(_)
        | Rule::Streak(_)
        | Rule::PerDay(_)
        | Rule::Threshold(_) => true,
        Rule::Attribute(_)
        | Rule::NamedRecords(_)
        | Rule::Selection(_)
        | Rule::Conversion(_)
        | Rule::Coverage(_)
        | Rule::Breakdown(_) => false,
    }
}

/// The values of figures that are to be added or compared, all in the same unit.
fn values(answers: &[Arc<Answer>], unit: &str) -> Result<Vec<Exact>, Refusal> {
    answers.iter().map(|answer| in_unit(answer, unit)).collect()
}

/// The value of a figure, if it is in this unit. The definitions were checked
/// against each other when they were recorded, but each may have been changed since.
fn in_unit(answer: &Answer, unit: &str) -> Result<Exact, Refusal> {
    let value = answer.value()?;
    require_unit(answer, unit)?;
    Ok(value)
}

/// Passes when a figure is in this unit.
fn require_unit(answer: &Answer, unit: &str) -> Result<(), Refusal> {
    if answer.unit() == unit {
        return Ok(());
    }
    Err(Refusal::new(format!(
        "{} is in {}, where {unit} is needed",
        answer.in_words(),
        answer.unit()
    )))
}

#[cfg(test)]
mod tests;
