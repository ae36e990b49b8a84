using MarketData.Benchmarks;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Suite.Help);
    return 0;
}

return await Suite.RunAsync(args);
