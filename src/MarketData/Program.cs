using MarketData.Database;

if (args is [MigrateCommand.Name, ..])
{
    return await MigrateCommand.RunAsync(args, Console.Out, Console.Error);
}

var builder = WebApplication.CreateBuilder(args);

builder.AddDatabase();

var app = builder.Build();

app.Run();
return 0;
