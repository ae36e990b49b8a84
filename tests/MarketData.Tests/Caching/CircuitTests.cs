using MarketData.Caching;

namespace MarketData.Tests.Caching;

public sealed class CircuitTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly Circuit _circuit;

    public CircuitTests() => _circuit = new Circuit(3, Pause, _time);

    [Fact]
    public void TryEnter_FewerFailuresThanOpen_LetsCallsThrough()
    {
        _circuit.Failed().ShouldBeFalse();
        _circuit.Failed().ShouldBeFalse();

        _circuit.TryEnter().ShouldBeTrue();
        _circuit.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void TryEnter_FailuresInARow_HoldsCallsBack()
    {
        Open();

        _circuit.IsOpen.ShouldBeTrue();
        _circuit.TryEnter().ShouldBeFalse();
    }

    [Fact]
    public void TryEnter_SuccessInBetween_CountsAnew()
    {
        _circuit.Failed();
        _circuit.Failed();
        _circuit.Succeeded().ShouldBeFalse();
        _circuit.Failed();
        _circuit.Failed();

        _circuit.TryEnter().ShouldBeTrue();
    }

    [Fact]
    public void TryEnter_PauseOver_LetsOneCallThroughEachPause()
    {
        Open();
        _time.Advance(Pause);

        _circuit.TryEnter().ShouldBeTrue();
        _circuit.TryEnter().ShouldBeFalse();

        // The one that tried may have left without a word.
        _time.Advance(Pause);
        _circuit.TryEnter().ShouldBeTrue();
    }

    [Fact]
    public void Succeeded_AfterAPause_Closes()
    {
        Open();
        _time.Advance(Pause);
        _circuit.TryEnter().ShouldBeTrue();

        _circuit.Succeeded().ShouldBeTrue();

        _circuit.IsOpen.ShouldBeFalse();
        _circuit.TryEnter().ShouldBeTrue();
        _circuit.TryEnter().ShouldBeTrue();
    }

    [Fact]
    public void Failed_AfterAPause_StaysOpen()
    {
        Open();
        _time.Advance(Pause);
        _circuit.TryEnter().ShouldBeTrue();

        _circuit.Failed().ShouldBeFalse();

        _circuit.TryEnter().ShouldBeFalse();
    }

    private void Open()
    {
        _circuit.Failed();
        _circuit.Failed();
        _circuit.Failed().ShouldBeTrue();
    }
}
