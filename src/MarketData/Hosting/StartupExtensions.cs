using Microsoft.Extensions.Options;

namespace MarketData.Hosting;

internal static class StartupExtensions
{
    private const int WrongSettings = 2;

    /// <summary>
    /// Runs until the service is stopped. Settings that do not fit end the process with what to do about each, and without the trace of
    /// an exception that nobody needs; any other failure goes through.
    /// </summary>
    public static async Task<int> RunOrExplainAsync(this WebApplication app)
    {
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (WrongSettingsOf(exception) is { } failures)
        {
            await Console.Error.WriteLineAsync("The settings do not fit:");
            foreach (var failure in failures)
            {
                await Console.Error.WriteLineAsync("- " + failure);
            }

            return WrongSettings;
        }
    }

    /// <summary>What an exception of the start says about settings; null if it is about something else.</summary>
    internal static IReadOnlyList<string>? WrongSettingsOf(Exception exception) => exception switch
    {
        OptionsValidationException options => [.. options.Failures],

        // Settings of several sections that do not fit.
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures)],
        _ => null,
    };
}
