using System.Diagnostics;
using CommunityIntel.DiscordEmulator.Communities;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Crowds;

/// <summary>Lets one crowd act at a steady rate, whoever is listening: what nobody hears has still happened, as on Discord.</summary>
public sealed class CrowdDesk(World world, Conversation conversation, Membership membership, VoiceRooms rooms, Publisher publisher) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>What is overdue by more is left out, so that a machine that was held up does not answer with a flood.</summary>
    private static readonly TimeSpan MostBehind = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _founded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Crowd? _crowd;
    private double _rate;
    private long _events;
    private long _skipped;

    public void Map(IEndpointRouteBuilder control)
    {
        control.MapPost("/crowd", (CrowdRequest request) => Found(request) ? Results.Ok(Progress()) : Results.Conflict());
        control.MapPut("/crowd/rate", (CrowdRate given) =>
        {
            // A tick is done whole under the gate: once this returns, nothing happens at the old rate.
            lock (world.Gate) _rate = given.Rate;
            return Progress();
        });
        control.MapGet("/crowd", Progress);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _founded.Task.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Tick);
        var last = Stopwatch.GetTimestamp();
        var due = 0.0;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = Stopwatch.GetTimestamp();
            lock (world.Gate)
            {
                due += _rate * Stopwatch.GetElapsedTime(last, now).TotalSeconds;
                last = now;
                var most = _rate * MostBehind.TotalSeconds;
                if (due > most)
                {
                    _skipped += (long)(due - most);
                    due = most;
                }

                for (; due >= 1; due--) _crowd!.Act(_events++, world, conversation, membership, rooms);
            }
        }
    }

    private bool Found(CrowdRequest request)
    {
        lock (world.Gate)
        {
            if (_crowd is not null) return false;
            _crowd = new Crowd(request, generation: 0);
            foreach (var crowd in _crowd.Guilds)
            {
                foreach (var person in crowd.People) world.Users[person.Id] = person;
                world.Add(crowd.Guild);
                world.Install(crowd.Guild, Founding.BotPermissions);
                publisher.GuildCreate(crowd.Guild);
            }

            _rate = request.Rate;
        }

        _founded.TrySetResult();
        return true;
    }

    private CrowdProgress Progress()
    {
        lock (world.Gate) return new CrowdProgress(_crowd?.Guilds.Count ?? 0, _rate, _events, _skipped);
    }
}
