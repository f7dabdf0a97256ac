using System.Reflection;
using System.Reflection.Emit;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Tests.Architecture;

/// <summary>Reads the compiled types: a room uses only the rooms above it.</summary>
public sealed class RoomTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>In the order of a message's life; docs/ARCHITECTURE.md says what each is for.</summary>
    private static readonly string[] Rooms =
    [
        "Protocol", "Diagnostics", "Authentication", "Membership", "Messages", "Validation", "RateLimiting", "Safety",
        "Crisis", "Connections", "Broadcast", "History", "Presence", "Care", "Pipeline", "Hosting",
    ];

    private static readonly Assembly Core = typeof(ServerFrames).Assembly;

    private static readonly Assembly Abstractions = typeof(CommunityId).Assembly;

    [Fact]
    public void Types_UseOnlyTheRoomsAboveTheirOwn()
    {
        var wrong = Core.GetTypes().Concat(Abstractions.GetTypes())
            .Where(type => RoomOf(type) is not null)
            .SelectMany(type => UsedTypes(type).Select(used => (type, used)))
            .Where(arrow => RoomOf(arrow.used) is { } used && Array.IndexOf(Rooms, used) > Array.IndexOf(Rooms, RoomOf(arrow.type)))
            .Select(arrow => $"{arrow.type.FullName} uses {arrow.used.FullName}")
            .Distinct()
            .ToArray();

        Assert.Empty(wrong);
    }

    [Fact]
    public void Types_AllHaveARoom()
    {
        var homeless = Core.GetTypes()
            .Where(type => type.Namespace?.StartsWith("CommunityRealtime.", StringComparison.Ordinal) == true && RoomOf(type) is null)
            .Select(type => type.FullName);

        Assert.Empty(homeless);
    }

    [Fact]
    public void UsedTypes_SeeIntoMethodBodies()
    {
        // The control: without it the rule above could pass because it sees nothing.
        var pipeline = Core.GetType("CommunityRealtime.Pipeline.MessagePipeline", throwOnError: true)!;

        Assert.Contains(typeof(ClientFrameReader), pipeline.GetNestedTypes(All).Append(pipeline).SelectMany(UsedTypes));
    }

    private static string? RoomOf(Type type)
    {
        var parts = (type.Namespace ?? string.Empty).Split('.');
        return parts is ["CommunityRealtime", var room, ..] && Rooms.Contains(room) ? room
            : type.Name == nameof(CommunityChatOptions) ? "Hosting"
            : null;
    }

    private static IEnumerable<Type> UsedTypes(Type type)
    {
        IEnumerable<Type?> direct =
        [
            type.BaseType,
            .. type.GetInterfaces(),
            .. type.GetFields(All).Select(field => field.FieldType),
            .. type.GetProperties(All).Select(property => property.PropertyType),
            .. type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)).SelectMany(TypesOf),
        ];
        return direct.OfType<Type>().SelectMany(Parts).Where(used => used.Assembly == Core || used.Assembly == Abstractions).Distinct();
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    private static IEnumerable<Type> TypesOf(MethodBase method)
    {
        foreach (var parameter in method.GetParameters())
        {
            yield return parameter.ParameterType;
        }

        if (method is MethodInfo { ReturnType: var returned })
        {
            yield return returned;
        }

        foreach (var local in method.GetMethodBody()?.LocalVariables ?? [])
        {
            yield return local.LocalType;
        }

        foreach (var member in Tokens(method))
        {
            yield return member as Type ?? member.DeclaringType!;
        }
    }

    /// <summary>Every member that a method's body names, read from its IL.</summary>
    private static IEnumerable<MemberInfo> Tokens(MethodBase method)
    {
        var il = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var typeArguments = method.DeclaringType is { IsGenericType: true } owner ? owner.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < il.Length;)
        {
            var code = il[at++] is var first && first == 0xFE ? OpCodeOf((short)(0xFE00 | il[at++])) : OpCodeOf(first);
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                if (method.Module.ResolveMember(BitConverter.ToInt32(il, at), typeArguments, methodArguments) is { } member)
                {
                    yield return member;
                }
            }

            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }

    private static OpCode OpCodeOf(short value) => Codes[value];

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);
}
