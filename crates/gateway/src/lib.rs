//! The gateway: releases whose every number is read from the books.
