using MarketData.Hosting.Problems;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace MarketData.Hosting.Server;

internal static class ServerExtensions
{
    /// <summary>Room for the longest request that is taken: 500 ids of 200 characters. The server's own limit ends at some 600 usual ids.</summary>
    private const int MaxRequestLineBytes = 128 * 1024;

    /// <summary>Headers that pages of other origins may read.</summary>
    private static readonly string[] ExposedHeaders = ["ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After"];

    /// <summary>Limits of the server, trusted proxies, origins and the time of requests.</summary>
    public static WebApplicationBuilder AddServer(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ServerOptions>().BindConfiguration(ServerOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ServerOptions>, ServerOptionsValidator>();
        services.AddOptions<KestrelServerOptions>().Configure<IConfiguration>((kestrel, configuration) =>
        {
            // The server is made while the host is built, before settings are validated. Those that do not fit end the start, with what to do.
            var options = ServerOptions.Of(configuration);
            if (new ServerOptionsValidator(configuration).Validate(null, options).Succeeded)
            {
                Limit(kestrel, options);
            }
        });
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ServerOptions>>((forwarded, options) => Trust(forwarded, options.Value));
        services.AddSingleton<DrainingLifetime>();
        services.AddSingleton<IHostLifetime>(provider => provider.GetRequiredService<DrainingLifetime>());
        services.AddOptions<HostOptions>().Configure<IConfiguration>((host, configuration) => host.ShutdownTimeout = ServerOptions.Of(configuration).ShutdownTimeout);
        services.AddCors();
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<ServerOptions>>((timeouts, options) =>
            timeouts.DefaultPolicy = new RequestTimeoutPolicy
            {
                Timeout = options.Value.RequestTimeout,
                WriteTimeoutResponse = context =>
                {
                    // The request's token is the one that has run out; the caller is still there to be told.
                    context.RequestAborted = CancellationToken.None;
                    return ApiProblem.ForStatus(StatusCodes.Status504GatewayTimeout).ExecuteAsync(context);
                },
            });
        return builder;
    }

    /// <summary>What comes before everything else: whose request it is, over what, and what a browser may do with the answer.</summary>
    public static void UseServer(this WebApplication app)
    {
        var options = ServerOptions.Of(app.Configuration);
        if (options.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        var lifetime = app.Services.GetRequiredService<DrainingLifetime>();
        app.Use((context, next) =>
        {
            SecurityHeaders.Set(context);

            // A connection that is kept would carry its next request into the closed port. HTTP/2 says so by a frame of its own.
            if (lifetime.IsDraining && HttpProtocol.IsHttp11(context.Request.Protocol))
            {
                context.Response.Headers.Connection = "close";
            }

            return next(context);
        });
        if (options.HttpsRedirection)
        {
            app.UseWhen(context => !context.Request.Path.StartsWithSegments("/health"), branch => branch.UseHttpsRedirection());
        }
    }

    /// <summary>What needs to know the endpoint: origins before access, since a browser asks for leave without a key.</summary>
    public static void UseServerPolicies(this WebApplication app)
    {
        var options = ServerOptions.Of(app.Configuration);
        if (options.CorsOrigins.Count > 0)
        {
            app.UseCors(policy => policy
                .WithOrigins([.. options.CorsOrigins])
                .WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Delete)
                .WithHeaders("Authorization", "Content-Type", "If-None-Match", "Last-Event-ID", "X-Api-Key", "x-cg-demo-api-key", "x-cg-pro-api-key")
                .WithExposedHeaders(ExposedHeaders)
                .SetPreflightMaxAge(TimeSpan.FromHours(1)));
        }
    }

    private static void Limit(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = options.MaxConnections;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.RequestHeadersTimeout = options.HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = options.KeepAliveTimeout;
    }

    private static void Trust(ForwardedHeadersOptions forwarded, ServerOptions options)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;

        // Not a number of proxies but whether each is known: the walk ends at the first address that is not.
        forwarded.ForwardLimit = null;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in options.TrustedProxies)
        {
            if (ServerOptionsValidator.TryParseNetwork(proxy, out var network))
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        }
    }
}
