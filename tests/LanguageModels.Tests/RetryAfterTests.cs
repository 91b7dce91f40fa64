using CommunityIntel.LanguageModels.Providers;

namespace CommunityIntel.LanguageModels.Tests;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("7", 7.0)]
    [InlineData(" 1.5 ", 1.5)]
    [InlineData("99999999999999999999", 86_400.0)]
    [InlineData("Sun, 01 Mar 2026 12:00:30 GMT", 30.0)]
    [InlineData("Sun, 01 Mar 2026 11:00:00 GMT", 0.0)]
    [InlineData("Tue, 01 Mar 2033 12:00:00 GMT", 86_400.0)]
    [InlineData("-3", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Seconds_and_dates_are_read_up_to_a_day(string? header, double? seconds)
    {
        RetryAfter.Read(header, Now).Should().Be(seconds is { } wanted ? TimeSpan.FromSeconds(wanted) : null);
    }
}
