//! The reporting service: definitions, rates and figures.
