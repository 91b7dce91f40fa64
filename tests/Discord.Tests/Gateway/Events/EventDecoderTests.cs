using System.Text;
using CommunityIntel.Discord.Gateway.Events;

namespace CommunityIntel.Discord.Tests.Gateway.Events;

public sealed class EventDecoderTests
{
    private readonly EventDecoder _decoder = new();

    [Fact]
    public void A_message_is_read_whatever_the_order_of_its_keys()
    {
        var message = Message("""{"member":{"roles":[{"nick":"no"}],"nick":"Zoé \ud83d\ude00"},"attachments":[{"id":"1"},{"id":"2"}],"content":"h\u00e9\nb","author":{"bot":false,"avatar":"a_1","global_name":"Zoe","username":"zoe","id":"7"},"guild_id":5,"channel_id":"6","type":19,"id":"175928847299117063","new_field":{"id":"x"}}""");
        message.Should().BeEquivalentTo(new MessageCreatedEventArgs
        {
            MessageId = 175928847299117063, ChannelId = 6, GuildId = 5, AuthorId = 7, AuthorName = "Zoé 😀", AuthorAvatar = "a_1",
            Type = 19, ContentLength = 4, AttachmentCount = 2, AuthorRoleIds = [],
        }, options => options.ComparingByMembers<MessageCreatedEventArgs>().Excluding(m => m.ContentFingerprint));
        message.IsFromPerson.Should().BeTrue();
        message.CreatedAt.Should().Be(DateTimeOffset.Parse("2016-04-30T11:18:25.796Z", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void An_authors_roles_are_told_ascending_and_the_same_list_again()
    {
        var decoder = new EventDecoder();
        const string Payload = """{"id":"1","channel_id":"2","guild_id":"9","author":{"id":"3","username":"u"},"member":{"roles":["30","10","20"]}}""";
        var first = decoder.ReadMessageCreated(System.Text.Encoding.UTF8.GetBytes(Payload));
        first.AuthorRoleIds.Should().Equal(10, 20, 30);
        decoder.ReadMessageCreated(System.Text.Encoding.UTF8.GetBytes(Payload)).AuthorRoleIds.Should().BeSameAs(first.AuthorRoleIds);
        Message("""{"id":"1","channel_id":"2","webhook_id":"4","author":{"id":"4","username":"w"}}""").AuthorRoleIds.Should().BeNull();
    }

    [Theory]
    [InlineData("!rank", true), InlineData("/rank me", true), InlineData("?", false), InlineData("- a list", false), InlineData("hello", false)]
    public void Texts_have_a_fingerprint_and_may_speak_to_a_bot(string content, bool isCommand)
    {
        var message = Message($$$"""{"id":"1","channel_id":"2","author":{"id":"3","username":"u"},"content":"{{{content}}}"}""");
        message.IsCommand.Should().Be(isCommand);
        message.ContentFingerprint.Should().NotBe(0).And.Be(Message($$$"""{"id":"5","channel_id":"2","author":{"id":"6","username":"x"},"content":"{{{content}}}"}""").ContentFingerprint);
    }

    [Theory]
    [InlineData("\"nick\":\"n\"", "\"global_name\":\"g\",", "n")]
    [InlineData("\"nick\":null", "\"global_name\":\"g\",", "g")]
    [InlineData("\"nick\":\"\"", "\"global_name\":null,", "u")]
    [InlineData("\"mute\":true", "", "u")]
    public void An_author_is_named_by_nickname_then_display_name_then_user_name(string member, string global, string expected) =>
        Message($$$"""{"id":"1","channel_id":"2","author":{ {{{global}}}"id":"3","username":"u"},"member":{ {{{member}}} }}""").AuthorName.Should().Be(expected);

    [Fact]
    public void Bots_webhooks_and_system_messages_are_not_from_a_person()
    {
        Message("""{"id":"1","channel_id":"2","author":{"id":"3","bot":true}}""").IsFromPerson.Should().BeFalse();
        Message("""{"id":"1","channel_id":"2","author":{"id":"3"},"webhook_id":"3"}""").IsFromPerson.Should().BeFalse();
        Message("""{"id":"1","channel_id":"2","author":{"id":"3"},"type":7}""").IsFromPerson.Should().BeFalse();
    }

    [Theory]
    [InlineData("""{"channel_id":"2","author":{"id":"3"}}""", "$.id")]
    [InlineData("""{"id":"1","author":{"id":"3"}}""", "$.channel_id")]
    [InlineData("""{"id":"1","channel_id":"2"}""", "$.author.id")]
    [InlineData("""{"id":"1","channel_id":"2","author":{"username":"u"}}""", "$.author.id")]
    [InlineData("""{"id":"1","channel_id":"2","author":null}""", "$.author.id")]
    [InlineData("""{"id":-1,"channel_id":"2","author":{"id":"3"}}""", "$.id")]
    [InlineData("""{"id":"-1","channel_id":"2","author":{"id":"3"}}""", "$.id")]
    [InlineData("""{"id":"9223372036854775808","channel_id":"2","author":{"id":"3"}}""", "$.id")]
    [InlineData("""{"id":"99999999999999999999999","channel_id":"2","author":{"id":"3"}}""", "$.id")]
    [InlineData("""{"id":"1 ","channel_id":"2","author":{"id":"3"}}""", "$.id")]
    [InlineData("""{"id":"","channel_id":"2","author":{"id":"3"}}""", "$.id")]
    [InlineData("""{"id":1.5,"channel_id":"2","author":{"id":"3"}}""", "$.id")]
    [InlineData("""{"id":"1","channel_id":"2","guild_id":{},"author":{"id":"3"}}""", "$.guild_id")]
    [InlineData("""{"id":"1","channel_id":"2","author":{"id":"3","username":"a\u0000b"}}""", "name")]
    [InlineData("""{"id":"1","channel_id":"2","author":{"id":"3","username":"\ud800"}}""", "name")]
    [InlineData("""[]""", "$")]
    [InlineData("""{"id":"1",""", "$")]
    public void What_is_no_message_is_refused_with_the_field(string json, string field) =>
        FluentActions.Invoking(() => Message(json)).Should().Throw<DiscordDecodeException>()
            .Where(e => e.EventName == "MESSAGE_CREATE" && e.Field.Contains(field));

    [Fact]
    public void A_name_is_cut_to_a_hundred_characters_and_never_within_one()
    {
        Message($$$"""{"id":"1","channel_id":"2","author":{"id":"3","username":"{{{new string('a', 5000)}}}"}}""").AuthorName.Should().HaveLength(100);
        Message($$$"""{"id":"1","channel_id":"2","author":{"id":"4","username":"{{{new string('a', 99)}}}😀"}}""").AuthorName.Should().Be(new string('a', 99));
    }

    [Fact]
    public void A_message_of_an_author_seen_before_costs_no_allocation()
    {
        var json = """{"id":"1","channel_id":"2","guild_id":"4","author":{"id":"3","username":"u","avatar":"a"},"member":{"nick":"Zo\u00e9"},"content":"text"}"""u8.ToArray();
        Allocations.OfAThousand(() => _decoder.ReadMessageCreated(json)).Should().Be(0);
    }

    [Fact]
    public void A_renamed_author_has_the_new_name()
    {
        Message("""{"id":"1","channel_id":"2","author":{"id":"3","username":"old"}}""").AuthorName.Should().Be("old");
        Message("""{"id":"1","channel_id":"2","author":{"id":"3","username":"new"}}""").AuthorName.Should().Be("new");
    }

    [Fact]
    public void A_channel_that_the_bot_may_not_see_has_no_name()
    {
        var hidden = (ChannelUpdatedEventArgs)Decode("CHANNEL_UPDATE", """{"id":"1","guild_id":"2","type":0,"name":"___hidden___","flags":131072}""")!;
        (hidden.Channel.Name, hidden.Channel.IsObfuscated).Should().Be((null, true));
        ((ChannelUpdatedEventArgs)Decode("CHANNEL_UPDATE", """{"id":"1","guild_id":"2","type":0,"name":"general","flags":0}""")!).Channel.Name.Should().Be("general");
    }

    [Fact]
    public void An_outage_is_not_a_removal()
    {
        Decode("GUILD_DELETE", """{"id":"1","unavailable":true}""").Should().Be(new GuildDeletedEventArgs(1, true));
        Decode("GUILD_DELETE", """{"id":"1"}""").Should().Be(new GuildDeletedEventArgs(1, false));
        ((GuildCreatedEventArgs)Decode("GUILD_CREATE", """{"id":"1","unavailable":true}""")!).Guild.Unavailable.Should().BeTrue();
    }

    [Theory]
    [InlineData("GUILD_MEMBER_ADD", """{"guild_id":"1","user":{}}""", "id")]
    [InlineData("GUILD_MEMBER_REMOVE", """{"user":{"id":"1"}}""", "guild_id")]
    [InlineData("VOICE_STATE_UPDATE", """{"guild_id":"1","channel_id":null}""", "user_id")]
    [InlineData("CHANNEL_CREATE", """{"id":"1","name":"a\u0000"}""", "name")]
    [InlineData("CHANNEL_CREATE", """{"id":"1","name":"\udc00"}""", "name")]
    [InlineData("GUILD_CREATE", """null""", "$")]
    [InlineData("GUILD_UPDATE", """{"id":18446744073709551615}""", "id")]
    public void What_is_no_event_is_refused_with_the_field(string name, string json, string field) =>
        FluentActions.Invoking(() => Decode(name, json)).Should().Throw<DiscordDecodeException>()
            .Where(e => e.EventName == name && e.Message.Contains(field));

    [Theory]
    [InlineData("MESSAGE_CREATE", """{"author":{"guild_id":"9"},"guild_id":"5"}""", 5UL)]
    [InlineData("GUILD_CREATE", """{"channels":[{"id":"9"}],"id":"5"}""", 5UL)]
    [InlineData("MESSAGE_CREATE", """{"id":"5"}""", 0UL)]
    [InlineData("MESSAGE_CREATE", """{"guild_id":null}""", 0UL)]
    public void The_guild_is_found_at_the_top_level(string name, string json, ulong expected)
    {
        EventDecoder.TryReadGuildId(GatewayEventNames.TypeOf(name), Encoding.UTF8.GetBytes(json), out var guildId).Should().Be(expected != 0);
        guildId.Should().Be(expected);
    }

    [Theory]
    [InlineData("""{"content":"h\u00e9\nb \"x\" \ud83d\ude00"}""", "hé\nb \"x\" 😀", 0UL)]
    [InlineData("""{"message_reference":{"type":0,"message_id":"7","channel_id":"6"},"content":"👩‍👩‍👧 ☕ مرحبا"}""", "👩‍👩‍👧 ☕ مرحبا", 7UL)]
    [InlineData("""{"content":"","message_reference":{"message_id":"7"}}""", null, 7UL)]
    [InlineData("""{"id":"1"}""", null, 0UL)]
    [InlineData("""{"content":null,"message_reference":null}""", null, 0UL)]
    [InlineData("""{"referenced_message":{"content":"not mine","message_reference":{"message_id":"9"}},"content":"mine"}""", "mine", 0UL)]
    [InlineData("""{"content":"forwarded","message_reference":{"type":1,"message_id":"7"}}""", "forwarded", 0UL)]
    public void A_text_is_read_with_the_message_that_it_answers(string json, string? text, ulong replyTo) =>
        EventDecoder.ReadText(Encoding.UTF8.GetBytes(json)).Should().Be((text, replyTo));

    [Theory]
    [InlineData("5"), InlineData("[{}]"), InlineData("\"7\""), InlineData("{}"), InlineData("{\"message_id\":{}}"), InlineData("{\"message_id\":\"seven\"}")]
    [InlineData("{\"message_id\":-7}"), InlineData("{\"message_id\":\"99999999999999999999999\"}"), InlineData("{\"message_id\":null,\"type\":\"x\"}"), InlineData("{\"type\":1.5}")]
    public void A_reference_that_cannot_be_read_does_not_lose_the_text(string reference) =>
        EventDecoder.ReadText(Encoding.UTF8.GetBytes($$"""{"message_reference":{{reference}},"content":"kept"}""")).Should().Be(("kept", 0UL));

    [Theory]
    [InlineData("\"\\ud800\""), InlineData("\"a\\udc00b\""), InlineData("5"), InlineData("{\"a\":[1]}")]
    public void A_text_that_cannot_be_written_down_is_none_and_the_reference_stays(string content) =>
        EventDecoder.ReadText(Encoding.UTF8.GetBytes($$$"""{"content":{{{content}}},"message_reference":{"message_id":7}}""")).Should().Be((null, 7UL));

    [Theory]
    [InlineData("[]"), InlineData("{\"content\":\"a"), InlineData("")]
    public void What_is_no_object_has_no_text(string json) =>
        FluentActions.Invoking(() => EventDecoder.ReadText(Encoding.UTF8.GetBytes(json))).Should().Throw<DiscordDecodeException>();

    private MessageCreatedEventArgs Message(string json) => _decoder.ReadMessageCreated(Encoding.UTF8.GetBytes(json));

    private static DiscordEventArgs? Decode(string name, string json) =>
        EventDecoder.Decode(GatewayEventNames.TypeOf(name), name, Encoding.UTF8.GetBytes(json));
}
