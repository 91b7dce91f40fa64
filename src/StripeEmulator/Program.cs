using CommunityIntel.StripeEmulator.Hosting;

var configuration = new ConfigurationBuilder()
    .SetBasePath(AppContext.BaseDirectory)
    .AddJsonFile("appsettings.json", optional: true)
    .AddEnvironmentVariables()
    .AddCommandLine(args)
    .Build();
var options = configuration.GetSection(StripeEmulatorOptions.Section).Get<StripeEmulatorOptions>() ?? new StripeEmulatorOptions();

await using var app = StripeEmulatorApp.Build(options, args);
await app.RunAsync();
