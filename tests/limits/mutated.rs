//! Messages that were right once: every method is sent them with bytes flipped, cut and put
//! in, lengths and kinds of fields changed, and fields doubled. Whatever comes is answered,
//! or refused as what the caller did wrong.
//!
//! `TRADEFAIR_MUTATED_MESSAGES` says how many, `TRADEFAIR_MUTATED_SEED` from which number:
//! the message of a number is the same in every run.

mod change;
mod made_up;

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use harness::{
    dice::Dice, dynamic::methods, fair::RunningFair, plain::Plain, samples::Sample, standing::FAIR,
};
use prost::Message;
use prost_reflect::MethodDescriptor;
use tonic::Code;

use crate::{
    call::{call, framed},
    knob::knob,
};

/// How many are sent at the same time.
const AT_ONCE: usize = 6;

/// What a caller can do wrong, and what may be too much just now.
const EXPECTED: [Code; 11] = [
    Code::Ok,
    Code::InvalidArgument,
    Code::NotFound,
    Code::AlreadyExists,
    Code::FailedPrecondition,
    Code::Aborted,
    Code::OutOfRange,
    Code::Unimplemented,
    Code::ResourceExhausted,
    Code::DeadlineExceeded,
    Code::PermissionDenied,
];

/// A method, and a right request of it if the contracts have one.
struct Target {
    method: MethodDescriptor,
    path: String,
    sample: Option<Vec<u8>>,
}

impl Target {
    fn of(method: MethodDescriptor) -> Self {
        let path = format!("/{}/{}", method.parent_service().full_name(), method.name());
        let sample = Sample::of(&method).and_then(|sample| {
            let messages = sample.as_messages().expect("a sample fits");
            Some(messages.first()?.encode_to_vec())
        });
        Self {
            method,
            path,
            sample,
        }
    }

    /// The pieces of the message of a number.
    fn pieces(&self, dice: &mut Dice) -> Vec<Vec<u8>> {
        let mut message = match &self.sample {
            Some(sample) if dice.roll(3) > 0 => sample.clone(),
            _ => made_up::message(&self.method.input(), 4, dice).encode_to_vec(),
        };
        for _ in 0..1 + dice.roll(4) {
            change::once(&mut message, dice);
        }
        let mut bytes = framed(&message);
        if dice.roll(16) == 0 {
            // The prefix: whether it is compressed, and how long it is.
            let at = dice.roll(5);
            bytes[at] ^= 1 << dice.roll(8);
        }
        match dice.roll(4) {
            0 => {
                // Neither is empty: of such the library suffers only so many on a connection.
                let rest = bytes.split_off(1 + dice.roll(bytes.len() - 1));
                vec![bytes, rest]
            }
            _ => vec![bytes],
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_message_is_a_defect_of_the_service() {
    let count = knob("TRADEFAIR_MUTATED_MESSAGES", 4_000_u64);
    let seed = knob("TRADEFAIR_MUTATED_SEED", 1_u64);
    println!("{count} messages from number {seed} on");
    let fair = RunningFair::with_open_books().await;
    harness::standing::open_reporting(&fair.clients).await;
    let methods = methods(fair.clients.speaker.pool());
    let targets: Arc<[Target]> = methods.into_iter().map(Target::of).collect();
    let next = Arc::new(AtomicU64::new(seed));
    let addresses = fair.addresses();
    let senders = (0..AT_ONCE).map(|_| {
        let (targets, next) = (Arc::clone(&targets), Arc::clone(&next));
        tokio::spawn(async move {
            let mut told = [0_u64; 17];
            let mut connection = Plain::connect(addresses[0]).await;
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= seed + count {
                    return told;
                }
                let code = send(&targets, number, &mut connection).await;
                told[usize::try_from(i32::from(code)).unwrap()] += 1;
            }
        })
    });
    let mut told = [0; 17];
    for sender in senders.collect::<Vec<_>>() {
        for (all, own) in told.iter_mut().zip(sender.await.unwrap()) {
            *all += own;
        }
    }
    for (code, count) in (0..).zip(told).filter(|(_, count)| *count > 0) {
        println!("{count:>8} {:?}", Code::from(code));
    }
    // It lives on.
    fair.clients.newest(FAIR).await;
}

async fn send(targets: &[Target], number: u64, connection: &mut Plain) -> Code {
    let mut dice = Dice(number);
    let nth = usize::try_from(number % u64::try_from(targets.len()).unwrap()).unwrap();
    let target = &targets[nth];
    let pieces = target.pieces(&mut dice);
    let shown: String = pieces
        .concat()
        .iter()
        .take(600)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let headers = [("grpc-timeout", "30S")];
    let ended = call(connection, &target.path, &headers, pieces).await;
    let ended = ended.unwrap_or_else(|wrong| panic!("{number} {}: {wrong}: {shown}", target.path));
    let fine = ended.http == 200 && EXPECTED.contains(&ended.code());
    assert!(fine, "{number} {}: {ended:?}: {shown}", target.path);
    ended.code()
}
