using CommunityIntel.Domain.Digests;

namespace CommunityIntel.Domain.Tests.Digests;

public sealed class ExtractiveDigestOfRealChatTests
{
    [Theory]
    [InlineData("2015-01-12"), InlineData("2015-08-03"), InlineData("2015-12-28"), InlineData("2016-05-16"), InlineData("2016-10-10"), InlineData("2016-12-12")]
    public void A_digest_of_a_real_week_is_sound_and_has_topics(string monday)
    {
        Assert.SkipWhen(RealChat.Path is null, "There is no recorded chat on this machine.");
        var messages = RealChat.Week(monday);

        foreach (var length in (DigestLength[])[DigestLength.Brief, DigestLength.Full])
        {
            var digest = ExtractiveDigest.Of(messages, DigestLanguage.English, length);
            DigestIsSound.Check(messages, digest, length);
            digest.Mood.Should().NotBe(DigestMood.Unknown);
            digest.Items.Count(i => i.Kind == DigestItemKind.Topic).Should().BeGreaterThanOrEqualTo(2);
        }
    }

    [Theory]
    [InlineData("2016-10-03", DigestLanguage.English), InlineData("2015-10-12", DigestLanguage.French)]
    public void The_order_in_which_messages_are_given_changes_nothing(string monday, DigestLanguage language)
    {
        Assert.SkipWhen(RealChat.Path is null, "There is no recorded chat on this machine.");
        var messages = RealChat.Week(monday).ToArray();
        var digest = ExtractiveDigest.Of(messages, language, DigestLength.Full);

        new Random(7).Shuffle(messages);
        ExtractiveDigest.Of(messages, language, DigestLength.Full).Should().BeEquivalentTo(digest, options => options.WithStrictOrdering());
    }

    [Fact]
    public void A_message_that_is_given_twice_is_one()
    {
        Assert.SkipWhen(RealChat.Path is null, "There is no recorded chat on this machine.");
        var messages = RealChat.Week("2016-12-12");
        ExtractiveDigest.Of([.. messages, .. messages], DigestLanguage.English, DigestLength.Full)
            .Should().BeEquivalentTo(ExtractiveDigest.Of(messages, DigestLanguage.English, DigestLength.Full), options => options.WithStrictOrdering());
    }
}
