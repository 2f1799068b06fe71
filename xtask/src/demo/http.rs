//! HTTP as the phone and the attacker speak it.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

pub(super) const JSON: &str = "application/json";
pub(super) const XML: &str = "text/xml; charset=utf-8";

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
    pub(super) ms: f64,
}

#[derive(Clone)]
pub(super) struct Http(ureq::Agent);

impl Http {
    /// Over https only the given certificate is trusted.
    pub(super) fn new(certificate: Option<&Path>) -> Result<Self> {
        let mut config = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(15)))
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None);
        if let Some(path) = certificate {
            let certificate = Certificate::from_pem(&fs::read(path)?)?;
            let roots = RootCerts::new_with_certs(&[certificate]);
            config = config.tls_config(TlsConfig::builder().root_certs(roots).build());
        }
        Ok(Self(config.build().into()))
    }

    pub(super) fn get(&self, url: &str) -> Result<Answer> {
        timed(url, || self.0.get(url).call())
    }

    pub(super) fn post(&self, url: &str, content_type: &str, body: &str) -> Result<Answer> {
        timed(url, || self.0.post(url).content_type(content_type).send(body))
    }
}

fn timed(url: &str, exchange: impl FnOnce() -> Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Answer> {
    let started = Instant::now();
    let mut response = exchange().with_context(|| format!("no answer from {url}"))?;
    let body = response.body_mut().read_to_string().with_context(|| format!("no complete answer from {url}"))?;
    Ok(Answer { status: response.status().as_u16(), body, ms: started.elapsed().as_secs_f64() * 1000.0 })
}
