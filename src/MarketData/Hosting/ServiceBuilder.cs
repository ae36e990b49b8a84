using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders;

namespace MarketData.Hosting;

/// <summary>Where the service and its commands find their settings.</summary>
internal static class ServiceBuilder
{
    /// <summary>Where orchestrators put secrets: a file each, named as in the environment, such as <c>ConnectionStrings__Postgres</c>.</summary>
    public const string SecretsFolder = "/run/secrets";

    /// <summary>The framework's builder, which reads <see cref="SecretsFolder"/> too: before the environment, which says otherwise if need be.</summary>
    public static WebApplicationBuilder Create(string[] args, string secretsFolder = SecretsFolder)
    {
        var builder = WebApplication.CreateBuilder(args);
        if (Directory.Exists(secretsFolder))
        {
            IList<IConfigurationSource> sources = builder.Configuration.Sources;
            var environment = sources.OfType<EnvironmentVariablesConfigurationSource>().Last(source => string.IsNullOrEmpty(source.Prefix));
            sources.Insert(sources.IndexOf(environment), new KeyPerFileConfigurationSource { FileProvider = new PhysicalFileProvider(secretsFolder), Optional = true });
        }

        return builder;
    }
}
