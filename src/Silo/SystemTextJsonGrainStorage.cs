using System.Text.Json;
using Orleans.Storage;

namespace CommunityIntel.Silo;

/// <summary>Grain state as plain JSON: no CLR names in the database, readable by anything.</summary>
internal sealed class SystemTextJsonGrainStorage : IGrainStorageSerializer
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, Json));

    public T Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input, Json)!;
}
