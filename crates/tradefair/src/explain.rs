//! One figure, explained: a tree of what it was computed from, down to the records.

mod branches;
mod records;
mod words;

use std::{
    collections::{HashMap, hash_map::Entry},
    io::{self, Write},
    str::FromStr,
};

use proto::reporting::v1::{
    CellRead, ExplainFigureRequest, ExplainFigureResponse, Explanation,
    reporting_service_client::ReportingServiceClient,
};
use resource::{Level, Name};

use crate::{
    Failure,
    cli::ExplainArgs,
    config::Config,
    moment::cut_text,
    proto_json,
    reach::{self, Reach},
    terminal::Paper,
    topology::ServiceName,
};
use records::Behind;

/// How many records are shown when nobody says.
const SHOWN: HowMany = HowMany::First(5);

/// How many records to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowMany {
    /// The first so many.
    First(usize),
    /// All there are.
    All,
}

/// A text that is no number of records.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a number, or all")]
pub struct NoNumber;

impl FromStr for HowMany {
    type Err = NoNumber;

    fn from_str(text: &str) -> Result<Self, NoNumber> {
        match text {
            "all" => Ok(Self::All),
            number => number.parse().map(Self::First).map_err(|_| NoNumber),
        }
    }
}

/// The records behind each reading of the books, by the question for them.
type Records = HashMap<String, Behind>;

/// Explains the figure and prints it.
///
/// # Errors
/// One sentence on what was in the way.
pub async fn run(config: &Config, asked: &ExplainArgs) -> Result<(), Failure> {
    let figure = Name::parse_in(&asked.figure, Level::InEdition, "figures")
        .map_err(|wrong| format!("the figure {wrong}"))?;
    let reach = Reach::find(config, &asked.settings, asked.reading.server.as_ref())?;
    let explained = explained(&reach, &figure, asked).await;
    reach.close().await;
    let (explained, records) = explained?;
    let out = &mut io::stdout().lock();
    if asked.reading.json {
        return print_json(&explained, &records, out);
    }
    Ok(print(&explained, &records, Paper::standard_output(), out)?)
}

async fn explained(
    reach: &Reach,
    figure: &Name,
    asked: &ExplainArgs,
) -> Result<(ExplainFigureResponse, Records), Failure> {
    let moment = asked.reading.as_of.as_ref();
    let request = ExplainFigureRequest {
        name: figure.to_string(),
        as_of: moment.map(|moment| moment.as_of(figure.fair())),
    };
    let answer = ReportingServiceClient::new(reach.link(ServiceName::Reporting)?)
        .explain_figure(reach::request(request))
        .await;
    let explained = reach.told(ServiceName::Reporting, answer)?;
    let how_many = match asked.records {
        Some(how_many) => Some(how_many),
        None => (!asked.reading.json).then_some(SHOWN),
    };
    let mut records = Records::new();
    if let Some(how_many) = how_many {
        for read in cell_reads(explained.explanation.as_ref()) {
            // An input that is used twice is read once.
            if let Entry::Vacant(place) = records.entry(key(read)) {
                place.insert(records::behind(reach, read, how_many).await?);
            }
        }
    }
    Ok((explained, records))
}

/// Every reading of the books in an explanation, in the order in which it is shown.
fn cell_reads(explanation: Option<&Explanation>) -> Vec<&CellRead> {
    let Some(explanation) = explanation else {
        return Vec::new();
    };
    let below = explanation.inputs.iter();
    let below = below.flat_map(|input| cell_reads(Some(input)));
    explanation.cells.iter().chain(below).collect()
}

/// What a reading's records are found by.
fn key(read: &CellRead) -> String {
    format!("{} {}", read.service, read.evidence_request_json)
}

fn print(
    explained: &ExplainFigureResponse,
    records: &Records,
    paper: Paper,
    out: &mut dyn Write,
) -> io::Result<()> {
    if let Some(explanation) = &explained.explanation {
        branches::tree(explanation, records, paper).write(paper, out)?;
    }
    let cut = explained.cut.as_ref().map(cut_text).unwrap_or_default();
    writeln!(out, "\nRead at {cut}")
}

/// Writes the explanation on one line, and on one for each reading its records.
fn print_json(
    explained: &ExplainFigureResponse,
    records: &Records,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    writeln!(out, "{}", proto_json::line(explained)?)?;
    for read in cell_reads(explained.explanation.as_ref()) {
        if let Some(behind) = records.get(&key(read)) {
            writeln!(out, "{}", behind.json(read)?)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_records_is_a_number_or_all() {
        assert_eq!("all".parse(), Ok(HowMany::All));
        assert_eq!("0".parse(), Ok(HowMany::First(0)));
        for wrong in ["", "-1", "many", "1.5"] {
            assert_eq!(wrong.parse::<HowMany>(), Err(NoNumber), "{wrong}");
        }
    }
}
