using MarketData.Hosting.Telemetry;
using Microsoft.Extensions.Configuration;

namespace MarketData.Tests.Hosting.Telemetry;

public sealed class TelemetryOptionsTests
{
    [Fact]
    public void Validate_Defaults_Fit() => Check(new TelemetryOptions()).ShouldBeEmpty();

    [Fact]
    public void Validate_EverythingWrong_SaysWhatToWriteOfEach()
    {
        var options = new TelemetryOptions
        {
            Metrics = new MetricsOptions { Port = 70_000, Networks = ["10.0.0.0/8", "everyone"] },
            AccessLog = new AccessLogOptions { SampleEvery = -1 },
        };

        var problems = Check(options, "collector:4317");

        problems.Count.ShouldBe(4);
        problems.ShouldContain(problem => problem.Contains("Telemetry:Metrics:Port is 70000"));
        problems.ShouldContain(problem => problem.Contains("'everyone'") && problem.Contains("10.0.0.0/8"));
        problems.ShouldContain(problem => problem.Contains("Telemetry:AccessLog:SampleEvery is -1"));
        problems.ShouldContain(problem => problem.Contains("OTEL_EXPORTER_OTLP_ENDPOINT is 'collector:4317'"));
    }

    [Theory]
    [InlineData("http://localhost:4317")]
    [InlineData("https://collector.example.org")]
    [InlineData(" ")]
    public void Validate_CollectorOrNone_Fits(string endpoint) => Check(new TelemetryOptions(), endpoint).ShouldBeEmpty();

    private static List<string> Check(TelemetryOptions options, string? endpoint = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint }).Build();
        return [.. new TelemetryOptionsValidator(configuration).Validate(null, options).Failures ?? []];
    }
}
