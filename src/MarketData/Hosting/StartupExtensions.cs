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
        catch (OptionsValidationException exception)
        {
            await Console.Error.WriteLineAsync("The settings do not fit:");
            foreach (var failure in exception.Failures)
            {
                await Console.Error.WriteLineAsync("- " + failure);
            }

            return WrongSettings;
        }
    }
}
