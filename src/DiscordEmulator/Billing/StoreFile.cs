using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.Billing;

/// <summary>What is on sale and who has it, for the next start.</summary>
public sealed record StoreState(IReadOnlyList<Sku> Skus, IReadOnlyList<Entitlement> Entitlements);

/// <summary>Keeps <see cref="StoreState"/> in the data folder, if there is one.</summary>
public sealed partial class StoreFile(DiscordEmulatorOptions options)
{
    private string? Path => options.DataFolder is { } folder ? System.IO.Path.Combine(folder, "discord-store.json") : null;

    public StoreState? Read() =>
        Path is { } path && File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), StoreStateJson.Default.StoreState) : null;

    public void Write(StoreState state)
    {
        if (Path is not { } path) return;
        Directory.CreateDirectory(options.DataFolder!);
        var temporary = path + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(state, StoreStateJson.Default.StoreState));
        File.Move(temporary, path, overwrite: true);
    }

    [JsonSerializable(typeof(StoreState))]
    private sealed partial class StoreStateJson : JsonSerializerContext;
}
