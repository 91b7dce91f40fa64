using System.Text;
using CommunityIntel.Domain.Digests;

namespace CommunityIntel.Domain.Tests.Digests;

public sealed class ExtractiveDigestOfBadInputTests
{
    private static readonly string Zalgo = "H" + new string('\u0335', 40) + "e" + new string('\u0321', 40) + "l" + new string('\u0353', 40) + "p server server";

    public static TheoryData<string> Texts => [
        "", " \n\t ", "🎉🎉🎉", "<:a:1><:b:2>", "?", "/ban everyone", "```", "`", "```js\nlet a = 1;\n```", "@everyone @here <@1> <@!2> <@&3> <#4>",
        "https://example.org/a/b?c=d", "مرحبا بالجميع في خادم الألعاب الجديد هل يمكن أن نلعب الليلة؟", "今天晚上八点服务器维护,大家知道什么时候结束吗?", "ゲームサーバーのメンテナンスはいつ終わりますか？",
        "อยากรู้ว่าเซิร์ฟเวอร์จะเปิดเมื่อไหร่", Zalgo, "\ud800 half of a pair \udc00 server", "\0\u0001\u202e reversed server \u2066", new string('a', 100_000), string.Concat(Enumerable.Repeat("server ", 15_000)),
        string.Concat(Enumerable.Repeat("*_~|>#[](", 11_000)), string.Concat(Enumerable.Repeat("we decided ", 9_000)), string.Concat(Enumerable.Repeat("<", 100_000)), "[" + new string('[', 50_000),
    ];

    [Theory, MemberData(nameof(Texts))]
    public void Text_of_any_kind_does_no_harm(string text)
    {
        var alone = new Talking();
        for (var i = 0; i < 40; i++) alone.Says(i % 5, text);
        DigestIsSound.Check(alone.Messages, alone.Digest(), DigestLength.Full);

        var among = new Talking().SmallTalk();
        for (var i = 0; i < 12; i++) among.Says(i % 4, $"The new lighthouse is {i} times taller than the old one in the harbour.").Says(4, $"{text} {i}");
        DigestIsSound.Check(among.Messages, among.Digest(), DigestLength.Full);
    }

    [Fact]
    public void Random_characters_do_no_harm()
    {
        var random = new Random(1);
        string Text() => string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 0x250 : 0x10000)));
        for (var round = 0; round < 20; round++)
        {
            var talk = new Talking();
            for (var i = 0; i < 60; i++) talk.Says(random.Next(6), Text());
            DigestIsSound.Check(talk.Messages, talk.Digest(), DigestLength.Full);
        }
    }

    [Fact]
    public void Nobody_makes_a_topic_by_saying_it_again_and_again()
    {
        var talk = new Talking().SmallTalk();
        for (var i = 0; i < 100; i++) talk.Says(1, $"Buy golden carrots at the carrot shop number {i}").Says(2 + i % 3, "lol");
        talk.Digest().Items.Should().BeEmpty();
    }

    [Fact]
    public void The_same_text_from_many_accounts_is_no_topic()
    {
        var talk = new Talking().SmallTalk();
        for (var i = 0; i < 100; i++) talk.Says(100 + i, "Join our golden carrots server today, free carrots for everybody who joins!");
        talk.Digest().Items.Should().NotContain(i => i.Kind == DigestItemKind.Topic);
    }

    [Fact]
    public void A_language_without_spaces_has_topics_too()
    {
        var talk = new Talking().SmallTalk();
        talk.Says(1, "今天晚上服务器维护要多长时间才能完成呢").Says(2, "服务器维护大概需要两个小时左右吧").Says(3, "上次服务器维护花了整整一个晚上的时间")
            .Says(4, "维护之后服务器会变得更快一些").Says(1, "希望服务器维护不要再拖延下去了").Says(2, "服务器维护完成以后我们一起玩");
        var topic = talk.Digest().Items.Should().ContainSingle(i => i.Kind == DigestItemKind.Topic).Which;
        topic.Title.Should().Contain("维护");
    }

    [Fact]
    public void Ids_of_any_kind_do_no_harm()
    {
        long[] ids = [0, 1, -1, long.MaxValue, long.MinValue, 5, 5, 5];
        List<ChatMessage> messages = [.. Enumerable.Range(0, 60).Select(i => new ChatMessage(ids[i % ids.Length] ^ i, ids[i % 3], ids[i % 7], $"The harbour has a lighthouse number {i}.", ids[i % 5]))];
        DigestIsSound.Check(messages, ExtractiveDigest.Of(messages, DigestLanguage.French, DigestLength.Brief), DigestLength.Brief);
    }
}
