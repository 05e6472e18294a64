//! The addresses behind a link: where they come from, who comes and goes.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use crate::{
    desk::Client,
    network::{Network, pass},
    odd::ask,
    peer::{Manner, Peer},
    pool::{failing, unreachable},
};

#[tokio::test(start_paused = true)]
async fn where_no_address_is_known_calls_fail_soon() {
    let network = Network::default();
    let mut client = network.client();
    for names in [None, Some([])] {
        match names {
            None => network.forget_names(),
            Some(none) => network.name(&none),
        }
        for _ in 0..10 {
            assert_eq!(unreachable(&mut client).await, Duration::ZERO);
            pass(Duration::from_secs(1)).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_address_that_is_told_later_is_used_soon() {
    let network = Network::default();
    network.tell_no_names();
    let mut client = network.client();
    assert_eq!(unreachable(&mut client).await, Duration::from_secs(2));
    let _peer = Peer::start(&network, 1);
    network.name(&[1]);
    assert_eq!(unreachable(&mut client).await, Duration::ZERO);
    pass(Duration::from_millis(2_500)).await;
    assert_eq!(failing(&mut client, 10).await, 0);
}

#[tokio::test(start_paused = true)]
async fn addresses_come_and_go() {
    let network = Network::default();
    network.name(&[1]);
    let peers = [Peer::start(&network, 1), Peer::start(&network, 2)];
    let mut client = network.client();
    assert_eq!(failing(&mut client, 10).await, 0);
    peers[0].now(Manner::Waits);
    let mut waiting = client.clone();
    let waiting = tokio::spawn(async move {
        let mut patient = ask("any");
        patient.set_timeout(Duration::from_secs(60));
        waiting.get_activity(patient).await
    });
    pass(Duration::from_millis(10)).await;
    assert_eq!(peers[0].begun(), 11);

    // One is gained and the other lost: the new one gets all new calls.
    network.name(&[2]);
    pass(Duration::from_millis(5_500)).await;
    assert_eq!(failing(&mut client, 100).await, 0);
    assert_eq!([peers[0].begun(), peers[1].begun()], [11, 100]);
    // The call under way is finished, and only then the connection ended.
    assert_eq!(network.connected(1), 1);
    peers[0].go_on();
    let answer = waiting.await.unwrap().unwrap().into_inner();
    assert_eq!(answer.source, "1");
    pass(Duration::from_millis(10)).await;
    assert_eq!(network.connected(1), 0);
}

#[tokio::test(start_paused = true)]
async fn addresses_are_kept_while_nobody_tells_them() {
    let network = Network::default();
    network.name(&[1]);
    let _peer = Peer::start(&network, 1);
    let mut client = network.client();
    assert_eq!(failing(&mut client, 10).await, 0);
    network.forget_names();
    let asked = network.asked();
    pass(Duration::from_secs(60)).await;
    assert!(network.asked() >= asked + 11, "{}", network.asked());
    assert_eq!(failing(&mut client, 10).await, 0);
}

#[tokio::test(start_paused = true)]
async fn several_places_are_one_pool() {
    let network = Network::default();
    network.name(&[2]);
    let peers: Vec<_> = (1..=3)
        .map(|number| Peer::start(&network, number))
        .collect();
    let target = "http://10.0.0.1:50051,http://forums.fair.example:50051";
    let mut client = Client::new(network.link_to(target, Arc::new(network.clone())));
    let mut begun_by_each = async || {
        let before: Vec<_> = peers.iter().map(Peer::begun).collect();
        assert_eq!(failing(&mut client, 100).await, 0);
        let begun = peers.iter().zip(before);
        begun
            .map(|(peer, before)| peer.begun() > before)
            .collect::<Vec<_>>()
    };
    // The address needs nobody to tell it, and stays whatever the name leads to.
    pass(Duration::from_secs(1)).await;
    assert_eq!(begun_by_each().await, [true, true, false]);
    network.name(&[3]);
    pass(Duration::from_secs(6)).await;
    assert_eq!(begun_by_each().await, [true, false, true]);
    network.forget_names();
    pass(Duration::from_secs(6)).await;
    assert_eq!(begun_by_each().await, [true, false, true]);
    network.name(&[]);
    pass(Duration::from_secs(6)).await;
    assert_eq!(begun_by_each().await, [true, false, false]);
}

#[tokio::test(start_paused = true)]
async fn addresses_are_called_while_a_name_beside_them_is_not_told() {
    for beside in ["http://10.0.0.1:50051", "http://forums.fair.example:50051"] {
        let network = Network::default();
        network.name(&[1]);
        let peer = Peer::start(&network, 1);
        let target = format!("http://silent.fair.example:50051,{beside}");
        let mut client = Client::new(network.link_to(&target, Arc::new(network.clone())));
        let begun = Instant::now();
        assert_eq!(failing(&mut client, 10).await, 0);
        assert_eq!(peer.begun(), 10);
        assert!(begun.elapsed() < Duration::from_millis(100), "{beside}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_member_makes_the_name_be_looked_up_at_once() {
    let network = Network::default();
    network.name(&[1]);
    let _peers = [Peer::start(&network, 1), Peer::start(&network, 2)];
    let mut client = network.client();
    pass(Duration::from_secs(1)).await;
    network.name(&[2]);
    network.kill(1);
    pass(Duration::from_millis(1)).await;
    assert_eq!(failing(&mut client, 10).await, 0);
}
