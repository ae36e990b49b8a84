using MarketData.Hosting;

namespace MarketData.Tests.Hosting;

public sealed class ServiceBuilderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-secrets-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Create_SecretInAFile_IsTakenUnlessTheCommandLineSaysOtherwise()
    {
        File.WriteAllText(Path.Combine(_folder, "ConnectionStrings__Postgres"), "Host=db;Password=a\n");
        File.WriteAllText(Path.Combine(_folder, "Redis__KeyPrefix"), "file");

        var configuration = ServiceBuilder.Create(["--Redis:KeyPrefix=line"], _folder).Configuration;

        configuration["ConnectionStrings:Postgres"].ShouldBe("Host=db;Password=a");
        configuration["Redis:KeyPrefix"].ShouldBe("line");
    }

    [Fact]
    public void Create_NoSuchFolder_IsNoFailure() =>
        ServiceBuilder.Create([], Path.Combine(_folder, "none")).Configuration["ConnectionStrings:Postgres"].ShouldBeNullOrEmpty();
}
