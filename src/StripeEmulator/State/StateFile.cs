using System.Text.Json;
using System.Threading.Channels;
using CommunityIntel.StripeEmulator.Hosting;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.Webhooks;

namespace CommunityIntel.StripeEmulator.State;

/// <summary>Keeps the account in the data folder: written whole, beside the old one and then over it, shortly after each change and at the end.</summary>
internal sealed class StateFile(StripeEmulatorOptions options, Account account, StripeClock clock, Idempotency idempotency, DeliveryQueue deliveries) : BackgroundService
{
    // Changes of one burst are written together; a large account takes at most a tenth of the time to write.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    private readonly Channel<bool> changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private string? Path => options.DataFolder is { } folder ? System.IO.Path.Combine(folder, "stripe-emulator.json") : null;

    /// <summary>Reads what was kept, before anything else happens.</summary>
    public void Load()
    {
        if (Path is not { } path) return;
        if (File.Exists(path)) Kept.Read(File.ReadAllBytes(path)).Fill(account, clock, idempotency, deliveries);
        account.OnChanged += () => changed.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (Path is null) return;
        try
        {
            var pause = Gather;
            while (true)
            {
                await changed.Reader.WaitToReadAsync(stoppingToken);
                await Task.Delay(pause, TimeProvider.System, stoppingToken);
                changed.Reader.TryRead(out _);
                var started = TimeProvider.System.GetTimestamp();
                Save();
                pause = TimeSpan.FromTicks(Math.Max(Gather.Ticks, 10 * TimeProvider.System.GetElapsedTime(started).Ticks));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Path is not null) Save();
    }

    private void Save()
    {
        byte[] bytes;
        lock (account.Gate) bytes = JsonSerializer.SerializeToUtf8Bytes(Kept.Of(account, clock, idempotency, deliveries), Wire.Kept);
        Directory.CreateDirectory(options.DataFolder!);
        var temporary = Path + ".new";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, Path!, overwrite: true);
    }
}
