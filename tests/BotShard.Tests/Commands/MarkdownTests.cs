using CommunityIntel.BotShard.Commands;

namespace CommunityIntel.BotShard.Tests.Commands;

public sealed class MarkdownTests
{
    [Theory]
    [InlineData("Ada", "Ada")]
    [InlineData("**bold** _it_", @"\*\*bold\*\* \_it\_")]
    [InlineData("@everyone", @"\@everyone")]
    [InlineData("<@1> [x](y)", @"\<\@1\> \[x\]\(y\)")]
    [InlineData("two\nlines", "twolines")]
    [InlineData("😀 é 漢", "😀 é 漢")]
    public void A_name_is_shown_as_it_is_written(string name, string plain) => Markdown.Plain(name).Should().Be(plain);
}
