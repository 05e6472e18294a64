//! Whether a printed number stands for a value.

use num_traits::{CheckedAdd, CheckedMul, CheckedSub, Signed, Zero};
use reader::{Exact, Qualifier};

/// How a printed number and a value stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accord {
    /// They are the same, or the hedge holds.
    Holds,
    /// The hedge holds, and the value is more than a tenth away.
    Loose,
    /// The number is the value, rounded to the last digit shown.
    Rounded,
    /// The number is the value, cut off behind the last digit shown.
    Truncated,
    /// The number does not stand for the value.
    Off,
}

impl Accord {
    /// Whether the number stands for the value in any way.
    #[must_use]
    pub fn is_true(self) -> bool {
        self != Self::Off
    }
}

/// A part that is told in words ("a third") is taken as near: this far from it, in
/// hundredths of its value.
const FRACTION_TOLERANCE: i128 = 3;

/// How the number that is printed with a qualifier stands to a value. `step` is what its
/// last digit counts, zero for a fraction in words.
#[must_use]
pub fn accord(printed: Exact, step: Exact, qualifier: Qualifier, value: Exact) -> Accord {
    let opposite = printed.is_negative() != value.is_negative();
    if opposite && !printed.is_zero() && !value.is_zero() {
        return Accord::Off;
    }
    // A hedge speaks of the size: "fell by more than 5 percent".
    let size = (printed.abs(), value.abs());
    let found = match qualifier {
        Qualifier::Over => over(size.0, size.1),
        Qualifier::UpTo => (size.1 <= size.0).then_some(Accord::Holds),
        Qualifier::Nearly => {
            let holds = part(size.0, 95).is_some_and(|least| least <= size.1) && size.1 < size.0;
            holds.then_some(Accord::Holds)
        }
        Qualifier::About => within(size.0, size.1, 5).then_some(Accord::Holds),
        _ => exact(size.0, step.abs(), size.1),
    };
    found.unwrap_or(Accord::Off)
}

fn over(printed: Exact, value: Exact) -> Option<Accord> {
    if value <= printed {
        return None;
    }
    let loose = part(printed, 110).is_some_and(|most| value > most);
    Some(if loose { Accord::Loose } else { Accord::Holds })
}

fn exact(printed: Exact, step: Exact, value: Exact) -> Option<Accord> {
    if printed == value {
        return Some(Accord::Holds);
    }
    if step.is_zero() {
        return within(printed, value, FRACTION_TOLERANCE).then_some(Accord::Rounded);
    }
    let twice = printed
        .checked_sub(&value)?
        .abs()
        .checked_mul(&Exact::from_integer(2))?;
    if twice <= step {
        return Some(Accord::Rounded);
    }
    let next = printed.checked_add(&step)?;
    (printed < value && value < next).then_some(Accord::Truncated)
}

/// Whether a value lies within so many hundredths of what is printed.
fn within(printed: Exact, value: Exact, hundredths: i128) -> bool {
    let bounds = (
        part(printed, 100 - hundredths),
        part(printed, 100 + hundredths),
    );
    matches!(bounds, (Some(least), Some(most)) if least <= value && value <= most)
}

fn part(of: Exact, hundredths: i128) -> Option<Exact> {
    of.checked_mul(&Exact::new(hundredths, 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(
        printed: (i128, i128),
        step: (i128, i128),
        hedge: Qualifier,
        value: (i128, i128),
    ) -> Accord {
        let exact = |(over, under)| Exact::new(over, under);
        accord(exact(printed), exact(step), hedge, exact(value))
    }

    #[test]
    fn digits_stand_for_an_interval() {
        let told = |printed, value| of(printed, (1, 10), Qualifier::Exact, value);
        assert_eq!(told((39, 10), (39, 10)), Accord::Holds);
        assert_eq!(told((40, 10), (396, 100)), Accord::Rounded);
        assert_eq!(told((39, 10), (396, 100)), Accord::Truncated);
        assert_eq!(told((38, 10), (396, 100)), Accord::Off);
        assert_eq!(told((41, 10), (396, 100)), Accord::Off);
        assert_eq!(told((-39, 10), (39, 10)), Accord::Off);
        assert_eq!(told((-40, 10), (-396, 100)), Accord::Rounded);
    }

    #[test]
    fn a_hedge_has_bounds() {
        let told = |hedge, value| of((100, 1), (1, 1), hedge, (value, 1));
        assert_eq!(told(Qualifier::Over, 104), Accord::Holds);
        assert_eq!(told(Qualifier::Over, 130), Accord::Loose);
        assert_eq!(told(Qualifier::Over, 100), Accord::Off);
        assert_eq!(told(Qualifier::Nearly, 95), Accord::Holds);
        assert_eq!(told(Qualifier::Nearly, 94), Accord::Off);
        assert_eq!(told(Qualifier::Nearly, 100), Accord::Off);
        assert_eq!(told(Qualifier::About, 105), Accord::Holds);
        assert_eq!(told(Qualifier::About, 106), Accord::Off);
        assert_eq!(told(Qualifier::UpTo, 100), Accord::Holds);
        assert_eq!(told(Qualifier::UpTo, 101), Accord::Off);
    }

    #[test]
    fn a_fraction_in_words_is_near() {
        let third = |value| of((100, 3), (0, 1), Qualifier::Exact, value);
        assert_eq!(third((333, 10)), Accord::Rounded);
        assert_eq!(third((3116, 100)), Accord::Off);
    }
}
