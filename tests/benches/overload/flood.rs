//! A connection over which calls are sent whatever comes of them.

use std::{collections::HashMap, io::ErrorKind, net::SocketAddr, ops::Range, time::Duration};

use tokio::{
    net::TcpStream,
    time::{Instant, MissedTickBehavior, interval},
};

use crate::{
    called::Called,
    frames::{self, ANSWER, Frame, LAST},
    told::{End, Told},
};

/// With so much that could not be sent yet, nothing is added.
const UNSENT_BYTES: usize = 256 * 1024;

/// A connection.
pub(crate) struct Flood {
    stream: TcpStream,
    headers: Vec<u8>,
    /// What is sent, one after the other and then again: made beforehand.
    requests: Vec<Vec<u8>>,
    waits: Duration,
    next_stream: u32,
    /// How many bytes of requests may be sent.
    window: i64,
    /// How many calls it may carry at the same time, as the other side says. Beyond that a
    /// caller sends nothing.
    at_once: usize,
    unsent: Vec<u8>,
    come: Vec<u8>,
    /// When each call was sent that waits for its answer.
    in_flight: HashMap<u32, Instant>,
    told: Told,
    is_over: bool,
}

impl Flood {
    pub(crate) async fn connect(
        address: SocketAddr,
        called: Called,
        token: &str,
        requests: Vec<Vec<u8>>,
        (said_to_wait, waits): (&str, Duration),
    ) -> Self {
        let stream = TcpStream::connect(address).await.expect("somebody listens");
        stream.set_nodelay(true).expect("a connection that lives");
        Self {
            stream,
            headers: frames::headers(called, &address.to_string(), token, said_to_wait),
            requests,
            waits,
            next_stream: 1,
            window: 65_535,
            at_once: usize::MAX,
            unsent: frames::beginning(),
            come: Vec::new(),
            in_flight: HashMap::new(),
            told: Told::default(),
            is_over: false,
        }
    }

    /// Sends so many calls a second, and waits for what comes of them.
    pub(crate) async fn send(mut self, each_second: f64, time: Range<Instant>) -> Told {
        let tick = Duration::from_millis(1);
        let mut ticks = interval(tick);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut sent, mut looked) = (0.0, time.start);
        while !self.is_over {
            tokio::select! {
                _ = ticks.tick() => {}
                _ = self.stream.readable() => self.read(time.start),
            }
            let now = Instant::now();
            if now < time.end {
                let due = now.duration_since(time.start).as_secs_f64() * each_second;
                while sent < due {
                    sent += 1.0;
                    self.call(now);
                }
            } else if self.in_flight.is_empty() {
                break;
            } else {
                // What is answered from here on is not answered in time.
                self.told.is_late = true;
            }
            if now.duration_since(looked) > Duration::from_millis(50) {
                looked = now;
                self.give_up(now);
            }
            self.write();
        }
        for _ in self.in_flight.drain() {
            self.told.add(End::Failed, Duration::ZERO);
        }
        self.told
    }

    fn call(&mut self, now: Instant) {
        let number = usize::try_from(self.next_stream / 2).expect("few calls");
        let request = &self.requests[number % self.requests.len()];
        let bytes = i64::try_from(request.len()).expect("a short request");
        if self.in_flight.len() >= self.at_once
            || self.unsent.len() > UNSENT_BYTES
            || self.window < bytes
        {
            return self.told.add(End::NotSent, Duration::ZERO);
        }
        self.window -= bytes;
        frames::call(&mut self.unsent, self.next_stream, &self.headers, request);
        self.in_flight.insert(self.next_stream, now);
        self.next_stream += 2;
    }

    fn give_up(&mut self, now: Instant) {
        let waits = self.waits;
        let late = self
            .in_flight
            .iter()
            .filter(|(_, sent)| now.duration_since(**sent) > waits);
        for stream in late.map(|(stream, _)| *stream).collect::<Vec<_>>() {
            self.in_flight.remove(&stream);
            frames::give_up(&mut self.unsent, stream);
            self.told.add(End::GaveUp, waits);
        }
    }

    fn write(&mut self) {
        while !self.unsent.is_empty() {
            match self.stream.try_write(&self.unsent) {
                Ok(written) => drop(self.unsent.drain(..written)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => return self.is_over = true,
            }
        }
    }

    fn read(&mut self, began: Instant) {
        let mut buffer = [0; 64 * 1024];
        match self.stream.try_read(&mut buffer) {
            Ok(0) => return self.is_over = true,
            Ok(read) => self.come.extend_from_slice(&buffer[..read]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return,
            Err(_) => return self.is_over = true,
        }
        let come = std::mem::take(&mut self.come);
        let mut at = 0;
        while let Some((frame, length)) = frames::first(&come[at..]) {
            self.take(&frame, began);
            at += length;
        }
        self.come = come[at..].to_vec();
    }

    fn take(&mut self, frame: &Frame<'_>, began: Instant) {
        match frame.kind {
            frames::HEADERS if frame.flags & LAST != 0 => {
                self.ends(frame.stream, frames::end_in(frame.content), began);
            }
            frames::RESET => self.ends(frame.stream, End::Failed, began),
            frames::SETTINGS | frames::PING if frame.flags & ANSWER == 0 => {
                if let Some(streams) = frames::streams_in(frame) {
                    self.at_once = streams;
                }
                let content = match frame.kind {
                    frames::PING => frame.content,
                    _ => &[],
                };
                frames::frame(&mut self.unsent, frame.kind, ANSWER, 0, content);
            }
            frames::WINDOW_UPDATE if frame.stream == 0 => {
                if let Ok(more) = frame.content.try_into() {
                    self.window += i64::from(u32::from_be_bytes(more));
                }
            }
            frames::GO_AWAY => self.is_over = true,
            _ => {}
        }
    }

    fn ends(&mut self, stream: u32, end: End, began: Instant) {
        if let Some(sent) = self.in_flight.remove(&stream) {
            self.told.add_at(began.elapsed(), end, sent.elapsed());
        }
    }
}
