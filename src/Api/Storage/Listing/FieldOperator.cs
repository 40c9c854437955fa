namespace LearnML.Api.Storage.Listing;

/// <summary>How a condition compares the value of a field.</summary>
internal enum FieldOperator
{
    /// <summary>The value is one of those given.</summary>
    IsOneOf,

    /// <summary>The value is smaller.</summary>
    Less,

    /// <summary>The value is smaller or equal.</summary>
    LessOrEqual,

    /// <summary>The value is larger.</summary>
    Greater,

    /// <summary>The value is larger or equal.</summary>
    GreaterOrEqual,
}
