using CommunityIntel.Lab.OpenApi;

namespace CommunityIntel.Discord.Tests.OpenApi;

public sealed class OpenApiDocumentTests
{
    private static readonly Lazy<OpenApiDocument> Document = new(() => OpenApiDocument.Load(SharedPayloads.OpenApiPath!));

    [Theory]
    [InlineData("GET", "/channels/5/messages", "?limit=50&before=7", null)]
    [InlineData("POST", "/channels/5/messages", "", """{"content":"hi","allowed_mentions":{"parse":[]},"nonce":"n","enforce_nonce":true}""")]
    [InlineData("PUT", "/guilds/1/members/2/roles/3", "", null)]
    [InlineData("POST", "/users/@me/channels", "", """{"recipient_id":"5"}""")]
    public void A_proper_request_has_no_problems(string method, string path, string query, string? body)
    {
        RequireDocument();
        Document.Value.ValidateRequest(method, path, query, body is null ? null : "application/json", body).Should().BeEmpty();
    }

    [Theory]
    [InlineData("GET", "/channels/5/mesages", "", null, "")]
    [InlineData("PATCH", "/channels/5/messages", "", null, "")]
    [InlineData("GET", "/channels/five/messages", "", null, "path:channel_id")]
    [InlineData("GET", "/channels/5/messages", "?limit=101", null, "query:limit")]
    [InlineData("GET", "/channels/5/messages", "?until=7", null, "query:until")]
    [InlineData("POST", "/channels/5/messages", "", null, "")]
    [InlineData("POST", "/channels/5/messages", "", """{"content":5}""", "/content")]
    [InlineData("POST", "/channels/5/messages", "", """{"contents":"hi"}""", "/contents")]
    [InlineData("POST", "/channels/5/messages", "", """{"embeds":[{"title":"t","fields":[{"name":"n"}]}]}""", "/embeds/0/fields/0")]
    [InlineData("POST", "/channels/5/messages", "", """{"embeds":[{"title":"t","color":16777216}]}""", "/embeds/0/color")]
    [InlineData("POST", "/channels/5/messages", "", """{"allowed_mentions":{"parse":["nobody"]}}""", "/allowed_mentions/parse/0")]
    [InlineData("POST", "/users/@me/channels", "", """{"recipient_id":"me"}""", "/recipient_id")]
    public void A_seeded_mistake_is_found_where_it_is(string method, string path, string query, string? body, string at)
    {
        RequireDocument();
        Document.Value.ValidateRequest(method, path, query, body is null ? null : "application/json", body)
            .Select(p => p.At).Should().Contain(at);
    }

    [Fact]
    public void An_answer_is_checked_by_its_status()
    {
        RequireDocument();
        const string Gateway = """{"url":"wss://g","shards":1,"session_start_limit":{"max_concurrency":1,"remaining":1,"reset_after":0,"total":1}}""";
        Document.Value.ValidateResponse("GET", "/gateway/bot", 200, Gateway).Should().BeEmpty();
        Document.Value.ValidateResponse("GET", "/gateway/bot", 200, Gateway.Replace("\"shards\":1,", "", StringComparison.Ordinal))
            .Should().ContainSingle().Which.Message.Should().Contain("shards");
        Document.Value.ValidateResponse("GET", "/gateway/bot", 404, """{"message":"gone"}""").Should().ContainSingle().Which.Message.Should().Contain("code");
        Document.Value.ValidateResponse("GET", "/gateway/bot", 204, "").Should().NotBeEmpty();
    }

    private static void RequireDocument() => Assert.SkipUnless(SharedPayloads.Folder is not null, "shared/data/payloads is not here.");
}
