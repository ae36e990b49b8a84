using System.Net.Sockets;
using System.Reflection;
using Microsoft.AspNetCore.Connections.Features;

namespace MarketData.Hosting.Server;

/// <summary>
/// Runs what follows a socket operation of the server on the thread that saw it complete, which saves the way to the thread pool. For
/// the server's own connections alone: the runtime's switch for all sockets of the process takes those of the database driver along,
/// and hangs under load where that waits.
/// </summary>
internal static class InlineCompletions
{
    /// <summary>Internal to .NET: null where a version has it no longer, and everything then runs as by default.</summary>
    private static readonly Action<Socket, bool>? SetPreferred = typeof(Socket)
        .GetProperty("PreferInlineCompletions", BindingFlags.Instance | BindingFlags.NonPublic)?.SetMethod?.CreateDelegate<Action<Socket, bool>>();

    /// <summary>Whether this version of .NET can do it.</summary>
    public static bool AreSupported => SetPreferred is not null;

    /// <summary>
    /// Turns it off for the connection of a request: one that goes on sending would otherwise do so on the thread that reads sockets, and
    /// send each event for itself, where the usual way joins those that come together.
    /// </summary>
    public static void TurnOff(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            SetPreferred?.Invoke(socket, false);
        }
    }

    /// <summary>Turns it on for all connections that the server takes.</summary>
    public static IWebHostBuilder UseInlineCompletions(this IWebHostBuilder builder)
    {
        if (SetPreferred is not { } setPreferred)
        {
            return builder;
        }

        return builder
            .UseSockets(transport => transport.UnsafePreferInlineScheduling = true)
            .ConfigureKestrel(server => server.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection =>
            {
                if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
                {
                    setPreferred(socket, true);
                }

                return next(connection);
            })));
    }
}
