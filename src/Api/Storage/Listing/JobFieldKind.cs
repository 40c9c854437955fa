namespace LearnML.Api.Storage.Listing;

/// <summary>What the values of a field of jobs are, and with that, how they can be compared.</summary>
internal enum JobFieldKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A list of numbers or texts, such as the widths of the layers. It is compared as a whole.</summary>
    List,

    /// <summary>The tags, of which each is compared.</summary>
    Tags,

    /// <summary>The time when the job was posted.</summary>
    Time,

    /// <summary>The state of the job.</summary>
    State,
}
