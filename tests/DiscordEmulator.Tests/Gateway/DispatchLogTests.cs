using System.Text;
using CommunityIntel.DiscordEmulator.Gateway;

namespace CommunityIntel.DiscordEmulator.Tests.Gateway;

public sealed class DispatchLogTests
{
    private static readonly DispatchName Name = new("MESSAGE_CREATE");

    [Fact]
    public void What_is_kept_reads_as_it_was_though_large_dispatches_lie_between()
    {
        var log = new DispatchLog(capacity: 700, capacityBytes: 64 << 20);
        for (var i = 0; i < 5_000; i++) log.Add(new Dispatch(Name, Text(i), 0));

        log.Head.Should().Be(4_300);
        for (var i = log.Head; i < log.Tail; i++)
        {
            log.TryRead(i, out _, out var data, out _).Should().BeTrue();
            data.SequenceEqual(Text((int)i)).Should().BeTrue("dispatch {0} is its own", i);
        }
    }

    // Every 40th is too large to share a chunk.
    private static byte[] Text(int number) => Encoding.ASCII.GetBytes($"{number}:".PadRight(number % 40 == 1 ? 80_000 : 800, (char)('a' + (number % 26))));
}
