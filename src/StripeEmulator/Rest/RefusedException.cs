using System.Text.Json.Nodes;

namespace CommunityIntel.StripeEmulator.Rest;

/// <summary>A request that is answered with an error in Stripe's shape; thrown before anything was changed.</summary>
internal sealed class RefusedException(int status, string type, string? code, string message, string? param = null) : Exception(message)
{
    public int Status => status;

    public string? Code => code;

    /// <summary>The issuer's reason, for a declined card.</summary>
    public string? DeclineCode { get; init; }

    /// <summary>The invoice's or checkout's charge, for a declined card.</summary>
    public string? ChargeId { get; init; }

    /// <summary>Answers of a call that was carried out are kept for its idempotency key, refusals before that are not.</summary>
    public bool CarriedOut => status == StatusCodes.Status402PaymentRequired;

    public static RefusedException Invalid(string message, string? param = null, string? code = null) =>
        new(StatusCodes.Status400BadRequest, "invalid_request_error", code, message, param);

    public static RefusedException Missing(string param) => Invalid($"Missing required param: {param}.", param, "parameter_missing");

    /// <summary>No such object in the path.</summary>
    public static RefusedException NotFound(string kind, string id, string param = "id") =>
        new(StatusCodes.Status404NotFound, "invalid_request_error", "resource_missing", $"No such {kind}: '{id}'", param);

    /// <summary>No such object in a parameter.</summary>
    public static RefusedException NoSuch(string kind, string id, string param) => Invalid($"No such {kind}: '{id}'", param, "resource_missing");

    public static RefusedException Declined(string code, string? declineCode, string message) =>
        new(StatusCodes.Status402PaymentRequired, "card_error", code, message) { DeclineCode = declineCode };

    public JsonObject ToJson(string requestId)
    {
        var error = new JsonObject { ["message"] = Message, ["type"] = type };
        if (code is not null) error["code"] = code;
        if (code is not null) error["doc_url"] = "https://stripe.com/docs/error-codes/" + code.Replace('_', '-');
        if (param is not null) error["param"] = param;
        if (DeclineCode is not null) error["decline_code"] = DeclineCode;
        if (ChargeId is not null) error["charge"] = ChargeId;
        error["request_log_url"] = "https://dashboard.stripe.com/test/logs/" + requestId;
        return new JsonObject { ["error"] = error };
    }
}
