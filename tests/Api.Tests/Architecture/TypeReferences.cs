using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace LearnML.Api.Tests.Architecture;

/// <summary>The types of one compiled assembly, and which types of the same assembly each of them uses.</summary>
/// <remarks>Constants leave no trace in compiled code, so the use of a constant is not seen.</remarks>
internal static class TypeReferences
{
    /// <summary>Returns every use of one type by another, both as full names of types that are not nested.</summary>
    /// <param name="path">The path of the assembly.</param>
    public static IReadOnlyList<(string User, string Used)> Read(string path)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(path);
        var module = assembly.MainModule;
        return [.. module.GetAllTypes()
            .SelectMany(type => Uses(type).SelectMany(Parts)
                .Where(used => used.Scope == module || used is TypeDefinition)
                .Select(used => (User: Outermost(type), Used: Outermost(used))))
            .Where(use => use.User != use.Used)
            .Distinct()];
    }

    private static IEnumerable<TypeReference?> Uses(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(each => each.InterfaceType),
        .. type.GenericParameters.SelectMany(Constraints),
        .. type.Fields.Select(field => field.FieldType),
        .. type.Properties.Select(property => property.PropertyType),
        .. type.Events.Select(each => each.EventType),
        .. type.Methods.SelectMany(Uses),
        .. Attributes(type),
        .. type.Fields.SelectMany(Attributes),
        .. type.Properties.SelectMany(Attributes),
    ];

    private static IEnumerable<TypeReference?> Uses(MethodDefinition method)
    {
        IEnumerable<TypeReference?> signature =
        [
            method.ReturnType,
            .. method.Parameters.Select(parameter => parameter.ParameterType),
            .. method.GenericParameters.SelectMany(Constraints),
            .. Attributes(method),
            .. method.Parameters.SelectMany(Attributes),
        ];
        return method.HasBody ? [.. signature, .. Uses(method.Body)] : signature;
    }

    private static IEnumerable<TypeReference?> Uses(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(instruction => Uses(instruction.Operand)),
    ];

    private static IEnumerable<TypeReference?> Uses(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        MethodReference method =>
        [
            method.DeclaringType,
            method.ReturnType,
            .. method.Parameters.Select(parameter => parameter.ParameterType),
            .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
        ],
        _ => [],
    };

    private static IEnumerable<TypeReference?> Constraints(GenericParameter parameter) => parameter.Constraints.Select(each => each.ConstraintType);

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider) => provider.CustomAttributes.SelectMany(attribute =>
        attribute.ConstructorArguments.Concat(attribute.Properties.Select(property => property.Argument))
            .Select(argument => argument.Value as TypeReference).Prepend(attribute.AttributeType));

    /// <summary>Returns the type itself and the types that it is made of: elements of an array, arguments of a generic type.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Prepend(generic.ElementType),
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    private static string Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type.FullName;
}
