using CommunityIntel.DiscordEmulator.Hosting;

var configuration = new ConfigurationBuilder()
    .SetBasePath(AppContext.BaseDirectory)
    .AddJsonFile("appsettings.json", optional: true)
    .AddEnvironmentVariables()
    .AddCommandLine(args)
    .Build();
var options = configuration.GetSection(DiscordEmulatorOptions.Section).Get<DiscordEmulatorOptions>() ?? new DiscordEmulatorOptions();

await using var app = DiscordEmulatorApp.Build(options, args);
await app.RunAsync();
