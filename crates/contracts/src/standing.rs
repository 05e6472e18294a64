//! Whether an agreement counts towards the edition's total of contracts.

use proto::contracts::v1::AgreementStage;

/// Whether an agreement of this stage counts. What the caller said wins;
/// otherwise what is signed or agreed counts and what is only intended does
/// not.
#[must_use]
pub(crate) fn counted(stage: AgreementStage, counted_in_total: Option<bool>) -> bool {
    counted_in_total.unwrap_or(match stage {
        AgreementStage::Contract
        | AgreementStage::IntentionalContract
        | AgreementStage::CooperationAgreement => true,
        AgreementStage::CooperativeIntention
        | AgreementStage::PreliminaryIntention
        | AgreementStage::Unspecified => false,
    })
}

/// Whether an agreement of this stage has a day on which it was signed.
#[must_use]
pub(crate) fn is_signed(stage: AgreementStage) -> bool {
    matches!(
        stage,
        AgreementStage::Contract | AgreementStage::IntentionalContract
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stage_decides_unless_the_caller_does() {
        use AgreementStage::{
            Contract, CooperationAgreement, CooperativeIntention, IntentionalContract,
            PreliminaryIntention,
        };
        let table = [
            (Contract, true),
            (IntentionalContract, true),
            (CooperationAgreement, true),
            (CooperativeIntention, false),
            (PreliminaryIntention, false),
        ];
        for (stage, by_stage) in table {
            assert_eq!(counted(stage, None), by_stage, "{stage:?}");
            assert!(counted(stage, Some(true)), "{stage:?} said to count");
            assert!(!counted(stage, Some(false)), "{stage:?} said not to count");
        }
    }

    #[test]
    fn contracts_are_signed_on_a_day_and_intentions_need_not_be() {
        let signed: Vec<_> = [1, 2, 3, 4, 5]
            .into_iter()
            .filter(|&number| AgreementStage::try_from(number).is_ok_and(is_signed))
            .collect();
        assert_eq!(signed, [1, 2]);
    }
}
