using System.Text;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Gateway.Events;

namespace CommunityIntel.Discord.Tests.Gateway;

public sealed class PayloadHeaderTests
{
    [Theory]
    [InlineData("""{"t":"MESSAGE_CREATE","s":5,"op":0,"d":{"a":[1,{"s":9}]}}""", """{"a":[1,{"s":9}]}""")]
    [InlineData("""{"d":{"op":7,"t":"READY","s":1},"op":0,"x":{"d":1},"s":5,"t":"MESSAGE_CREATE"}""", """{"op":7,"t":"READY","s":1}""")]
    [InlineData(""" { "op" : 0 , "d" : "text" , "t":"MESSAGE_CREATE", "s":5 } """, "\"text\"")]
    public void Keys_are_found_at_the_top_level_in_any_order(string json, string d)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        PayloadHeader.TryRead(bytes, out var header).Should().BeTrue();
        (header.Op, header.Sequence).Should().Be((0, 5));
        header.Is(GatewayEventTypes.MessageCreate).Should().BeTrue();
        Encoding.UTF8.GetString(bytes.AsSpan()[header.Payload]).Should().Be(d);
    }

    [Theory]
    [InlineData("""{"op":0,"s":1.5,"t":"NOT_KNOWN","d":null}""")]
    [InlineData("""{"op":0,"s":-4,"t":null,"d":{}}""")]
    [InlineData("""{"op":0,"s":"7","t":{"MESSAGE_CREATE":1},"d":{}}""")]
    public void What_is_odd_is_no_sequence_and_no_known_event(string json)
    {
        PayloadHeader.TryRead(Encoding.UTF8.GetBytes(json), out var header).Should().BeTrue();
        header.Sequence.Should().BeNull();
        header.Event.Should().Be(GatewayEventNames.Unknown);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"op":0""")]
    [InlineData("""{"op":0,"d":{]}""")]
    [InlineData("""{"op":0}{"op":0}""")]
    public void What_is_not_one_JSON_object_is_refused(string json) =>
        PayloadHeader.TryRead(Encoding.UTF8.GetBytes(json), out _).Should().BeFalse();

    [Fact]
    public void The_timestamp_of_a_replaying_server_is_read()
    {
        PayloadHeader.TryRead("""{"op":0,"ts":1700000000123,"t":"READY","s":1,"d":{}}"""u8, out var header).Should().BeTrue();
        header.TimestampMs.Should().Be(1_700_000_000_123);
    }

    [Fact]
    public void Scanning_does_not_allocate()
    {
        var json = """{"t":"MESSAGE_CREATE","s":5,"op":0,"d":{"a":[1,{"s":9}]}}"""u8.ToArray();
        Allocations.OfAThousand(() => PayloadHeader.TryRead(json, out _)).Should().Be(0);
    }
}
