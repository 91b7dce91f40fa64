using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.Communities;

/// <summary>What a restart needs to go on: where the history began, and until when each guild has been sent.</summary>
/// <param name="Seed">Seed of the world.</param>
/// <param name="OriginMs">Unix ms of the start of the history.</param>
/// <param name="SentUntilMs">Unix ms by community; everything before counts as sent.</param>
/// <param name="Installed">Guilds that the bot is in.</param>
public sealed record SimulationState(int Seed, long OriginMs, long[] SentUntilMs, ulong[] Installed);

/// <summary>
/// Keeps <see cref="SimulationState"/> in the data folder. It is written ahead of sending, so that a crash loses a
/// little of the past rather than sending it twice.
/// </summary>
public sealed partial class SimulationMark(DiscordEmulatorOptions options)
{
    private string? Path => options.DataFolder is { } folder ? System.IO.Path.Combine(folder, "discord-emulator.json") : null;

    public SimulationState? Read()
    {
        if (Path is not { } path || !File.Exists(path)) return null;
        var state = JsonSerializer.Deserialize(File.ReadAllBytes(path), StateJson.Default.SimulationState);
        return state is not null && state.Seed == options.Seed && state.SentUntilMs.Length == options.Communities ? state : null;
    }

    public void Write(SimulationState state)
    {
        if (Path is not { } path) return;
        Directory.CreateDirectory(options.DataFolder!);
        var temporary = path + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(state, StateJson.Default.SimulationState));
        File.Move(temporary, path, overwrite: true);
    }

    [JsonSerializable(typeof(SimulationState))]
    private sealed partial class StateJson : JsonSerializerContext;
}
