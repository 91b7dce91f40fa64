using System.Diagnostics;
using System.Globalization;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Gateway.Events;
using CommunityIntel.Discord.Tests.Peers;

namespace CommunityIntel.Discord.Tests.Gateway;

/// <summary>Run by hand: what one event costs from socket to acknowledgement, server's sends included.</summary>
public sealed class GatewayThroughput
{
    private const int Events = 100_000;
    private const int Rounds = 6;

    [Fact(Explicit = true)]
    public async Task What_an_event_costs_with_zlib()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer, GatewayCompression.ZlibStream, buffer: 4096, maxPayload: 1 << 25);
        shard.Start();
        var connection = await ShardUnderTest.ReadyAsync(peer);
        (await shard.Client.Events.ReadAsync(TestContext.Current.CancellationToken)).Dispose();
        var decoder = new EventDecoder();
        long sequence = 1, bytes = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var payloads = Enumerable.Range(0, Events).Select(i => connection.Encode(Message(++sequence, i))).ToArray();
            bytes = payloads.Sum(p => (long)p.Length) / Events;
            var (cpu, clock) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew());
            var sending = Task.Run(async () =>
            {
                foreach (var payload in payloads)
                    await connection.SendBytesAsync(payload);
            }, TestContext.Current.CancellationToken);
            for (var i = 0; i < Events;)
            {
                await shard.Client.Events.WaitToReadAsync(TestContext.Current.CancellationToken);
                for (; shard.Client.Events.TryRead(out var next); i++)
                {
                    decoder.ReadMessageCreated(next.Data.Span);
                    shard.Client.Acknowledge(next.SessionId, next.Sequence);
                    next.Dispose();
                }
            }
            await sending;
            var spent = Process.GetCurrentProcess().TotalProcessorTime - cpu;
            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round}: {spent.TotalMicroseconds / Events:F1} µs CPU per event with the server, {clock.Elapsed.TotalMicroseconds / Events:F1} µs elapsed, {bytes} B compressed"));
        }
    }

    [Fact(Explicit = true)]
    public void What_inflating_scanning_and_decoding_cost()
    {
        var decoder = new EventDecoder();
        using var inflater = new PayloadInflater(1 << 25);
        using var compressed = new MemoryStream();
        using var zlib = new System.IO.Compression.ZLibStream(compressed, System.IO.Compression.CompressionLevel.Fastest);
        long size = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var payloads = Enumerable.Range(0, Events).Select(i =>
            {
                var json = System.Text.Encoding.UTF8.GetBytes(Message(i, i));
                size = json.Length;
                zlib.Write(json);
                zlib.Flush();
                var bytes = compressed.ToArray();
                compressed.SetLength(0);
                return bytes;
            }).ToArray();
            TimeSpan inflating = default, scanning = default, decoding = default;
            foreach (var payload in payloads)
            {
                var a = Stopwatch.GetTimestamp();
                var json = inflater.Inflate(payload);
                var b = Stopwatch.GetTimestamp();
                PayloadHeader.TryRead(json.Span, out var header);
                var c = Stopwatch.GetTimestamp();
                decoder.ReadMessageCreated(json.Span[header.Payload]);
                var d = Stopwatch.GetTimestamp();
                inflating += Stopwatch.GetElapsedTime(a, b);
                scanning += Stopwatch.GetElapsedTime(b, c);
                decoding += Stopwatch.GetElapsedTime(c, d);
            }
            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round}: inflate {inflating.TotalMicroseconds / Events:F2}, scan {scanning.TotalMicroseconds / Events:F2}, decode {decoding.TotalMicroseconds / Events:F2} µs; {size} B"));
        }
    }

    private static string Message(long sequence, int i) => $$$"""{"t":"MESSAGE_CREATE","s":{{{sequence}}},"op":0,"d":{"type":0,"tts":false,"timestamp":"2026-11-22T20:14:03.123000+00:00","pinned":false,"nonce":"{{{i * 7919L}}}","mentions":[],"mention_roles":[],"mention_everyone":false,"member":{"roles":["{{{100000000000000000 + (i % 37)}}}","{{{200000000000000000 + (i % 11)}}}"],"premium_since":null,"pending":false,"nick":null,"mute":false,"joined_at":"2024-02-22T18:17:30.877307+00:00","flags":0,"deaf":false,"communication_disabled_until":null,"banner":null,"avatar":null},"id":"{{{1300000000000000000 + (i * 4194304L)}}}","flags":0,"embeds":[],"edited_timestamp":null,"content":"message number {{{i}}} about {{{i * 31 % 997}}} and {{{i * 17 % 499}}}","components":[],"channel_type":0,"channel_id":"{{{900000000000000000 + (i % 400)}}}","author":{"username":"user{{{i % 2000}}}","public_flags":0,"primary_guild":null,"id":"{{{800000000000000000 + (i % 2000)}}}","global_name":"User {{{i % 2000}}}","display_name_styles":null,"discriminator":"0","collectibles":null,"clan":null,"avatar_decoration_data":null,"avatar":"98a5d76eb4384bb5918ceeab009e{{{1000 + (i % 2000)}}}"},"attachments":[],"guild_id":"{{{700000000000000000 + (i % 200)}}}"}}""";
}
