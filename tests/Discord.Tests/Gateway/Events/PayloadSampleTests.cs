using System.Text.Json;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Gateway.Events;
using CommunityIntel.Lab.OpenApi;

namespace CommunityIntel.Discord.Tests.Gateway.Events;

public sealed class PayloadSampleTests
{
    [Fact]
    public void Every_dispatch_that_was_captured_or_documented_passes_the_decoder()
    {
        Assert.SkipUnless(SharedPayloads.Folder is not null, "shared/data/payloads is not here.");
        var decoder = new EventDecoder();
        var (decoded, unknown, failures) = (0, new SortedSet<string>(), new List<string>());
        foreach (var (file, envelope) in Envelopes())
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(envelope);
            PayloadHeader.TryRead(bytes, out var header).Should().BeTrue(file);
            header.Op.Should().Be(envelope.GetProperty("op").GetInt32(), file);
            if (header.Op != 0 || !envelope.TryGetProperty("t", out var t) || t.ValueKind != JsonValueKind.String)
                continue;
            var type = GatewayEventNames.TypeAt(header.Event);
            if (type == GatewayEventTypes.None)
                unknown.Add(t.GetString()!);
            try
            {
                if (type == GatewayEventTypes.MessageCreate)
                    decoder.ReadMessageCreated(bytes.AsSpan()[header.Payload]).MessageId.Should().NotBe(0UL, file);
                else if (EventDecoder.Decode(type, t.GetString()!, bytes.AsSpan()[header.Payload]) is null)
                    continue;
                decoded++;
            }
            catch (DiscordDecodeException e)
            {
                failures.Add($"{file}: {e.Message}");
            }
        }
        // Written by hand without a user, which Discord always sends.
        failures.Should().ContainSingle().Which.Should().StartWith("remora/Gateway/Events/GUILD_MEMBER_ADD/GUILD_MEMBER_ADD.json");
        decoded.Should().BeGreaterThan(100);
        unknown.Should().BeEquivalentTo(["YA_YA_BRR", "GATEWAY_EVENT_NAME"]);
    }

    private static IEnumerable<(string File, JsonElement Envelope)> Envelopes()
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedPayloads.Folder!, "INDEX.json")));
        foreach (var entry in index.RootElement.EnumerateArray())
        {
            var (file, kind) = (entry.GetProperty("file").GetString()!, entry.GetProperty("kind").GetString());
            if (kind is not ("gateway" or "docs" or "capture"))
                continue;
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedPayloads.Folder!, file)));
            var roots = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.EnumerateArray().ToArray() : [json.RootElement];
            foreach (var root in roots.Where(r => r.ValueKind == JsonValueKind.Object && r.TryGetProperty("op", out _)))
                yield return (file, root.Clone());
        }
    }
}
