using System.Collections.Concurrent;
using CommunityIntel.DiscordEmulator.Control;

namespace CommunityIntel.BotShard.Tests.Shards;

/// <summary>People who write and come and go in voice, without a pause unless given one, in many guilds, until told to stop; and what they did.</summary>
internal sealed class Talk : IAsyncDisposable
{
    private readonly EmulatorControl _control;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<ulong> _messages = [];
    private readonly List<ulong> _guilds = [];
    private readonly List<Func<Task>> _plans = [];
    private readonly List<Task> _people = [];
    private readonly TimeSpan _pause;
    private int _stays;

    private Talk(EmulatorControl control, TimeSpan pause) => (_control, _pause) = (control, pause);

    public IReadOnlyCollection<ulong> Messages => _messages;

    public IReadOnlyList<ulong> Guilds => _guilds;

    /// <summary>Voice stays begun and ended.</summary>
    public int Stays => _stays;

    /// <summary>Guilds, channels and people; nobody says anything yet.</summary>
    public static async Task<Talk> CreateAsync(EmulatorControl control, int guilds, TimeSpan pause = default)
    {
        var talk = new Talk(control, pause);
        foreach (var some in Enumerable.Range(0, guilds).Chunk(Math.Max(1, guilds / 4)))
        {
            var user = await control.CreateUserAsync($"user {some[0]}");
            var places = new List<(ulong Guild, ulong Text, ulong Voice)>();
            foreach (var i in some)
            {
                // Ids far enough apart to be on different shards.
                var guild = await control.CreateGuildAsync($"guild {i}", id: (ulong)(1_000_000 + i) << 22);
                talk._guilds.Add(guild.Id);
                await control.JoinAsync(guild.Id, user.Id);
                places.Add((guild.Id, (await control.CreateChannelAsync(guild.Id, "general")).Id, (await control.CreateChannelAsync(guild.Id, "lounge", type: 2)).Id));
            }

            talk._plans.Add(() => talk.WriteAsync([.. places], user.Id));
        }

        return talk;
    }

    /// <summary>Until so many more messages have been written.</summary>
    public Task GoesOnAsync(int more, CancellationToken cancellation)
    {
        var enough = _messages.Count + more;
        return Polling.UntilAsync(() => Task.FromResult(_messages.Count >= enough), cancellation);
    }

    public void Start() => _people.AddRange(_plans.Select(Task.Run));

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_people);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task WriteAsync((ulong Guild, ulong Text, ulong Voice)[] places, ulong user)
    {
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            var (guild, text, voice) = places[i % places.Length];
            _messages.Add((await _control.PostAsync(text, user, $"message {i}")).Id);
            await _control.VoiceAsync(guild, user, new VoiceChange(voice));
            _messages.Add((await _control.PostAsync(text, user, $"message {i} again")).Id);
            await _control.LeaveVoiceAsync(guild, user);
            Interlocked.Increment(ref _stays);
            if (_pause > TimeSpan.Zero) await Task.Delay(_pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
