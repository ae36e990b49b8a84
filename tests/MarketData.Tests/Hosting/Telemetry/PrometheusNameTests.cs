using MarketData.Hosting.Telemetry.Prometheus;

namespace MarketData.Tests.Hosting.Telemetry;

public sealed class PrometheusNameTests
{
    [Theory]
    [InlineData("marketdata.ingestion.age", "s", "marketdata_ingestion_age_seconds")]
    [InlineData("marketdata.snapshot.size", "By", "marketdata_snapshot_size_bytes")]
    [InlineData("marketdata.ingestion.runs", "{run}", "marketdata_ingestion_runs")]
    [InlineData("process.cpu.seconds", "s", "process_cpu_seconds")]
    [InlineData("ratio", "1", "ratio")]
    [InlineData("no.unit", null, "no_unit")]
    [InlineData("a..b--c d", "ms", "a_b_c_d_milliseconds")]
    [InlineData("2fast", "", "_2fast")]
    [InlineData("job:rate5m", "", "job:rate5m")]
    [InlineData("flow", "m/s", "flow_m_s")]
    [InlineData("größe", "", "gr_e")]
    [InlineData("", "", "_")]
    public void Of_InstrumentWithUnit_IsWordsAndTheUnitInWords(string instrument, string? unit, string expected) =>
        PrometheusName.Of(instrument, unit).ShouldBe(expected);

    [Theory]
    [InlineData("runs", "runs_total")]
    [InlineData("runs_total", "runs_total")]
    public void OfCounter_AnyName_EndsInTotalOnce(string name, string expected) => PrometheusName.OfCounter(name).ShouldBe(expected);

    [Theory]
    [InlineData("http.route", "http_route")]
    [InlineData("a:b", "a_b")]
    [InlineData("0", "_0")]
    public void OfLabel_Tag_HasNoColonAndNoDigitFirst(string tag, string expected) => PrometheusName.OfLabel(tag).ShouldBe(expected);
}
