using StreamTicker;

// Usage: StreamTicker service|pump <port> <ticks a second> <assets that change with each>
var ticks = new Ticks(int.Parse(args[2]), int.Parse(args[3]));
await (args[0] == "pump" ? RawPump.RunAsync(int.Parse(args[1]), ticks) : StreamService.RunAsync(int.Parse(args[1]), ticks));
