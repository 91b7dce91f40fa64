using CommunityIntel.Storage.MovingIn;
using CommunityIntel.Tools.Migration;
using Microsoft.Extensions.Time.Testing;

namespace CommunityIntel.Tools.Tests.Migration;

public sealed class ProgressLineTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };

    public void Dispose() => _output.Dispose();

    [Fact]
    public void On_a_terminal_one_line_is_drawn_over_with_a_bar_the_pace_and_what_is_left()
    {
        var line = new ProgressLine(_output, isTerminal: true, _time);
        line.Show(new MoveStep("messages", 0, 0, 4_000, false));
        _time.Advance(TimeSpan.FromSeconds(10));

        line.Show(new MoveStep("messages", 1_000, 990, 4_000, false));

        _output.ToString().Split('\r')[^1].Should().Be("\u001b[Kmessages         ██████░░░░░░░░░░░░░░░░░░ 25 % of 4,000 rows, 990 new, 100 rows/s, 30 s left");
    }

    [Fact]
    public void Elsewhere_there_is_a_line_at_the_beginning_every_ten_seconds_and_at_the_end()
    {
        var line = new ProgressLine(_output, isTerminal: false, _time);
        for (var seen = 0; seen < 24; seen++)
        {
            line.Show(new MoveStep("messages", seen * 100, seen * 100, 2_400, false));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        line.Show(new MoveStep("messages", 2_400, 2_400, 2_400, true));

        _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Equal(
            "messages: 0 % of 2,400 rows, 0 new, 0 rows/s", "messages: 41 % of 2,400 rows, 1,000 new, 100 rows/s, 14 s left", "messages: 83 % of 2,400 rows, 2,000 new, 100 rows/s, 4 s left",
            "messages: 100 % of 2,400 rows, 2,400 new, 100 rows/s");
    }
}
