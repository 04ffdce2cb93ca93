"""Deep comparison of two replies, strict about JSON types."""


def differences(reference, subject, limit=5):
    """Where two replies differ, as text; at most `limit` places."""
    found = []
    if reference.status != subject.status:
        found.append(f"status: {reference.status} ≠ {subject.status}")
    for name in sorted(set(reference.headers) | set(subject.headers)):
        left, right = reference.headers.get(name), subject.headers.get(name)
        if left != right:
            found.append(f"{name}: {left!r} ≠ {right!r}")
    if reference.form != subject.form:
        found.append(f"body: {reference.form} ≠ {subject.form}")
    else:
        _walk("body", reference.body, subject.body, found)
    return found[:limit]


def _walk(path, left, right, found):
    if len(found) > 20:
        return
    if type(left) is not type(right):
        found.append(f"{path}: {_show(left)} ≠ {_show(right)}")
    elif isinstance(left, dict):
        for key in sorted(set(left) | set(right)):
            if key not in right:
                found.append(f"{path}.{key}: {_show(left[key])} ≠ (absent)")
            elif key not in left:
                found.append(f"{path}.{key}: (absent) ≠ {_show(right[key])}")
            else:
                _walk(f"{path}.{key}", left[key], right[key], found)
    elif isinstance(left, list):
        if len(left) != len(right):
            found.append(f"{path}: {len(left)} ≠ {len(right)} elements; {_members(left, right)}")
        else:
            for index, (a, b) in enumerate(zip(left, right)):
                _walk(f"{path}[{index}]", a, b, found)
    elif left != right:
        found.append(f"{path}: {_show(left)} ≠ {_show(right)}")


def _members(left, right):
    """Which elements one side lacks."""
    name = lambda item: item.get("ID", repr(item)) if isinstance(item, dict) else repr(item)
    a, b = [name(i) for i in left], [name(i) for i in right]
    lacking = [i for i in a if i not in b][:3]
    surplus = [i for i in b if i not in a][:3]
    return f"lacking {lacking}, surplus {surplus}"


def _show(value):
    text = repr(value)
    return text if len(text) <= 160 else f"{text[:160]}… ({len(text)})"
