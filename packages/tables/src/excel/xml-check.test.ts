/** Well-formedness of the parts of a workbook. */
import { DataError } from '@anodec/core';
import { expect, test } from 'vitest';
import { checkWellFormed } from './xml-check.js';

test.each([
  '<?xml version="1.0"?>\n<a x="1" y=\'"\'><b/>text<!-- <c> --><é:d >&amp;</é:d></a>\n',
  '<a><b></b ></a>',
  '',
])('takes %j', (xml) => {
  expect(() => checkWellFormed(xml, 'x.xml')).not.toThrow();
});

test.each([
  ['an element that is not closed', '<a><b></a>', '</a>'],
  ['no end', '<a><b/>', 'no end of <a>'],
  ['an end without a beginning', '<a/></b>', '</b>'],
  ['attributes that are not apart', '<a x="1"y="2"/>', '<a x='],
  ['an attribute twice', '<a x="1" x="2"/>', '<a x='],
  ['an open attribute', '<a x="1/>', '<a x='],
  ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a/>', '<!DOCTYPE a'],
  ['CDATA', '<a><![CDATA[x]]></a>', '<![CDATA[x]]>'],
])('refuses %s', (_, xml, got) => {
  expect(() => checkWellFormed(xml, 'x.xml')).toThrow(DataError);
  expect(() => checkWellFormed(xml, 'x.xml')).toThrow('x.xml must be well-formed XML, got "');
  expect(() => checkWellFormed(xml, 'x.xml')).toThrow(got.slice(0, 8));
});
