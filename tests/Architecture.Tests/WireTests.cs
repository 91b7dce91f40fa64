using System.Reflection;
using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Runtime;

namespace CommunityIntel.Architecture.Tests;

/// <summary>What crosses a grain call is named by us and numbered by us, so that renaming or reordering code breaks no running cluster.</summary>
public sealed class WireTests
{
    private static readonly Type[] Contract = typeof(IGuildGrain).Assembly.GetTypes();

    private static IEnumerable<Type> Messages => Contract.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), false));

    private static IEnumerable<Type> Grains => Contract.Where(type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type));

    [Fact]
    public void Every_message_has_an_alias_of_its_own()
    {
        Messages.Should().NotBeEmpty();
        Messages.Where(type => type.GetCustomAttribute<AliasAttribute>(false) is null).Should().BeEmpty();
        Messages.Select(type => type.GetCustomAttribute<AliasAttribute>(false)!.Alias).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Every_member_of_a_message_has_a_number()
    {
        var unnumbered =
            from type in Messages
            where !type.IsEnum
            from field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsDefined(typeof(NonSerializedAttribute)) && !IsNumbered(type, field)
            select $"{type.Name}.{field.Name}";

        unnumbered.Should().BeEmpty();
    }

    [Fact]
    public void Numbers_are_used_once_in_a_message()
    {
        var twice =
            from type in Messages
            let numbers = type.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Select(member => member.GetCustomAttribute<IdAttribute>()?.Id).OfType<uint>().ToList()
            where numbers.Distinct().Count() != numbers.Count
            select type.Name;

        twice.Should().BeEmpty();
    }

    [Fact]
    public void Every_grain_and_each_of_its_methods_has_an_alias()
    {
        var unnamed = Grains.Where(grain => grain.GetCustomAttribute<AliasAttribute>(false) is null).Select(grain => grain.Name)
            .Concat(Grains.SelectMany(grain => grain.GetMethods().Where(method => method.GetCustomAttribute<AliasAttribute>(false) is null).Select(method => $"{grain.Name}.{method.Name}")));

        Grains.Should().NotBeEmpty();
        unnamed.Should().BeEmpty();
    }

    /// <summary>The number of a property is on the property, not on the field behind it: &lt;Name&gt;k__BackingField.</summary>
    private static bool IsNumbered(Type type, FieldInfo field)
    {
        if (field.IsDefined(typeof(IdAttribute)))
            return true;
        var end = field.Name.IndexOf('>', StringComparison.Ordinal);
        return field.Name.StartsWith('<') && end > 1
            && type.GetProperty(field.Name[1..end], BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)?.IsDefined(typeof(IdAttribute)) == true;
    }
}
