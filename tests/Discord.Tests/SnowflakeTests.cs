using System.Text;

namespace CommunityIntel.Discord.Tests;

public sealed class SnowflakeTests
{
    [Fact]
    public void The_time_of_an_id_is_in_its_upper_bits()
    {
        var time = Snowflake.TimeOf(175928847299117063);
        time.ToUnixTimeMilliseconds().Should().Be(1_462_015_105_796);
        Snowflake.AtTime(time).Should().Be(175928847299117063 >> 22 << 22);
        Snowflake.AtTime(DateTimeOffset.UnixEpoch).Should().Be(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1.0")]
    [InlineData("9223372036854775808")]
    [InlineData("18446744073709551616")]
    [InlineData("0x1")]
    public void What_is_no_id_is_refused_as_text_and_as_bytes(string text)
    {
        Snowflake.TryParse(text.AsSpan(), out _).Should().BeFalse();
        Snowflake.TryParse(Encoding.UTF8.GetBytes(text), out _).Should().BeFalse();
    }

    [Fact]
    public void The_largest_id_is_read()
    {
        Snowflake.Parse("9223372036854775807").Should().Be(long.MaxValue);
        Snowflake.TryParse("9223372036854775807"u8, out var id).Should().BeTrue();
        id.Should().Be(long.MaxValue);
    }
}
